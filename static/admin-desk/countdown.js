// Counts down to instants by the record's clock, which the page brings along: a
// reader's own clock may be wrong. Adds the time by the reader's clock where their zone
// is another. Without it the page says what it said when it was made.

const SECOND = 1000;
const [navigation] = performance.getEntriesByType("navigation");
const received = performance.timeOrigin + (navigation?.responseStart ?? 0);

function lasting(seconds) {
  const [minute, hour, day] = [60, 3600, 86400];
  const whole = (unit, of = seconds) => Math.floor(of / unit);
  if (seconds >= 2 * day) return `${whole(day)} days ${whole(hour, seconds % day)} h`;
  if (seconds >= hour) return `${whole(hour)} h ${whole(minute, seconds % hour)} min`;
  if (seconds >= minute) return `${whole(minute)} min ${seconds % minute} s`;
  return `${seconds} s`;
}

function tell({ element, instant, ahead, waited }) {
  const seconds = Math.floor((instant - Date.now() - ahead) / SECOND);
  if (seconds >= 0) element.textContent = `in ${lasting(seconds)}`;
  else if (waited) element.textContent = "now: reload the page";
  else element.textContent = `${lasting(-seconds)} ago`;
}

const clocks = [...document.querySelectorAll("[data-countdown]")].map((element) => {
  const instant = Date.parse(element.dataset.countdown);
  const now = Date.parse(element.dataset.now);
  return { element, instant, ahead: now - received, waited: instant > now };
});

function tick() {
  clocks.forEach(tell);
  setTimeout(tick, SECOND - (Date.now() % SECOND));
}

if (clocks.length) tick();

// Minutes that the written time is ahead of UTC: 2026-03-03T07:00:00-05:00 says -300.
function offset(written) {
  const [, sign, hours, minutes] = written.match(/([+-])(\d\d):(\d\d)$/) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

for (const clock of document.querySelectorAll("[data-clock]")) {
  const written = clock.querySelector("time").dateTime;
  const instant = new Date(written);
  if (-instant.getTimezoneOffset() === offset(written)) continue;
  const own = clock.querySelector("[data-readers-clock]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = instant.toLocaleString([], { dateStyle: "medium", timeStyle: "medium" });
  own.textContent = `${time} by your clock (${zone})`;
  own.hidden = false;
}
