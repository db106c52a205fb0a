// Counts down to instants by the record's clock, which the page brings along: the
// reader's own clock may be wrong. Shows the reader's own time where their zone differs
// from the company's. Without it the page shows the times of when it was made. The texts
// come translated from the script element.

const SECOND = 1000;
const LABELS = document.querySelector("script[data-countdown-labels]").dataset;
const [navigation] = performance.getEntriesByType("navigation");
const received = performance.timeOrigin + (navigation?.responseStart ?? 0);

function fill(label, values) {
  return label.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function formatDuration(total) {
  const [minute, hour, day] = [60, 3600, 86400];
  const count = (unit, of = total) => Math.floor(of / unit);
  if (total >= 2 * day) {
    return fill(LABELS.days, { days: count(day), hours: count(hour, total % day) });
  }
  if (total >= hour) {
    return fill(LABELS.hours, { hours: count(hour), minutes: count(minute, total % hour) });
  }
  if (total >= minute) {
    return fill(LABELS.minutes, { minutes: count(minute), seconds: total % minute });
  }
  return fill(LABELS.seconds, { seconds: total });
}

function update({ element, instant, clockOffset, wasAhead }) {
  const seconds = Math.floor((instant - Date.now() - clockOffset) / SECOND);
  if (seconds < 0 && wasAhead) {
    element.textContent = LABELS.now;
    return;
  }
  const duration = formatDuration(Math.abs(seconds));
  element.textContent = fill(seconds >= 0 ? LABELS.in : LABELS.ago, { duration });
}

const countdowns = [...document.querySelectorAll("[data-countdown]")].map((element) => {
  const instant = Date.parse(element.dataset.countdown);
  const now = Date.parse(element.dataset.now);
  return { element, instant, clockOffset: now - received, wasAhead: instant > now };
});

function tick() {
  countdowns.forEach(update);
  setTimeout(tick, SECOND - (Date.now() % SECOND));
}

if (countdowns.length) tick();

// Minutes by which an ISO time is ahead of UTC: 2026-03-03T07:00:00-05:00 gives -300.
function utcOffset(isoTime) {
  const [, sign, hours, minutes] = isoTime.match(/([+-])(\d\d):(\d\d)$/) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

for (const clock of document.querySelectorAll("[data-clock]")) {
  const isoTime = clock.querySelector("time").dateTime;
  const instant = new Date(isoTime);
  if (-instant.getTimezoneOffset() === utcOffset(isoTime)) continue;
  const ownClock = clock.querySelector("[data-readers-clock]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = instant.toLocaleString([], { dateStyle: "medium", timeStyle: "medium" });
  ownClock.textContent = fill(LABELS.ownClock, { time, zone });
  ownClock.hidden = false;
}
