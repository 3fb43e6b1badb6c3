// How long the meeting has gone on, in whole minutes; without script the hour when it began stands there.

const timer = document.querySelector(".timer");

function tell() {
  const minutes = Math.floor((Date.now() - Date.parse(timer.dataset.since)) / 60000);
  if (minutes >= 0 && minutes < 600) timer.querySelector("span").textContent = `${minutes} ${timer.dataset.unit}`;
}

if (timer) {
  tell();
  setInterval(tell, 15000);
}
