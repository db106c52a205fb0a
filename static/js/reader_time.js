// Adds the reader's own time to the times of coming events, where its clock differs from
// the event's. The zone is the browser's; nothing is sent anywhere.

const language = document.documentElement.lang;
const format = new Intl.DateTimeFormat(language, {
  weekday: "long",
  month: "long",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});

// The minutes east of Greenwich in a machine-readable time, such as -300 of -05:00.
function minutesEast(written) {
  const [, sign, hours, minutes] = written.match(/([+-])(\d\d):(\d\d)$/) ?? ["", "+", 0, 0];
  return Number(`${sign}1`) * (60 * Number(hours) + Number(minutes));
}

for (const place of document.querySelectorAll("[data-reader-time]")) {
  const times = [...place.querySelectorAll("time")].map((time) => time.dateTime);
  const instants = times.map((written) => new Date(written));
  const [start, end] = instants;
  const isSame = instants.every(
    (instant, number) => -instant.getTimezoneOffset() === minutesEast(times[number]),
  );
  if (!start || isSame) continue;
  const line = document.createElement("p");
  line.className = "reader-time";
  const text = end ? format.formatRange(start, end) : format.format(start);
  line.textContent = `${place.dataset.readerTime} ${text}`;
  place.after(line);
}
