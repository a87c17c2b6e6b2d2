// Keeps the app on the phone. VERSION and FILES stand above, written by the server; a change of any file makes a new version.
//
// A new version is fetched whole beside the old one and takes over when the last open page of the old one was closed, or when the
// person says so: never under somebody's hands.

const CACHE = `khyanalt-field-${VERSION}`;
const SHELL = "/field/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: "reload" })));
}

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("khyanalt-field-") && name !== CACHE).map((name) => caches.delete(name)));
}

self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isOurs = url.origin === location.origin && url.pathname.startsWith(SHELL) && !url.pathname.startsWith("/field/api/");
  if (event.request.method === "GET" && isOurs) event.respondWith(kept(event.request, url));
});

async function kept(request, url) {
  const cache = await caches.open(CACHE);
  const path = request.mode === "navigate" ? SHELL : url.pathname;
  return (await cache.match(path)) ?? fetch(request);
}
