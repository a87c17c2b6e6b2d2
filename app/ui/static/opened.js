// Tells the server that the page was opened in a browser. A mail filter that only fetches the link does not run this;
// one that runs scripts does, so it proves little, and the page where it is shown says so.
const told = document.querySelector("script[data-opened]");

function tell() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  navigator.sendBeacon(told.dataset.opened, new URLSearchParams({ csrf_token: told.dataset.csrf }));
}

document.addEventListener("visibilitychange", tell);
tell();
