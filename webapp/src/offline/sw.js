// Opens the app where no server answers: a page that is loaded anew in a cellar is back at once, with the taps that wait
// on the phone. A bonus: Telegram for iOS has no service workers, and loses nothing without one. It keeps the files of
// one build and never what anybody was told: the API is none of its business.
//
// vite.config.ts writes in what the build consists of, so that every build has a worker of its own.
/** The digest of index.html, as in Subresource Integrity: it names a build. */
const PAGE = '%PAGE%';
/** The addresses of all scripts and styles that it may ask for. */
const FILES = ['%FILES%'];
/** So long the server may take with the page before the one that is kept is shown. */
const PATIENCE_MS = 2_500;

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
  // Where the browser knows how, nothing waits for this script to start (Chromium's static routes).
  event.addRoutes?.([
    { condition: { urlPattern: '/api/*' }, source: 'network' },
    { condition: { urlPattern: '/assets/*' }, source: 'cache' },
    { condition: { requestMode: 'navigate' }, source: 'race-network-and-fetch-handler' },
  ]);
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forget());
});

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return;
  if (mode === 'navigate') event.respondWith(page(event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(file(event.request));
});

/** All of this build or nothing: where the server has another by now, its own worker is about to come. */
async function keep() {
  const kept = await caches.open(PAGE);
  await kept.addAll([new Request('/', { integrity: PAGE, cache: 'no-store' }), ...FILES]);
}

/** A page of the build before this one may be open still: its files stay until the next comes. */
async function forget() {
  const others = (await caches.keys()).filter((build) => build !== PAGE);
  await Promise.all(others.slice(0, -1).map((build) => caches.delete(build)));
}

async function page(request) {
  const asked = fetch(request).catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([asked, late]);
  if (answer && answer.status < 500) return answer;
  const kept = await caches.open(PAGE);
  return (await kept.match('/')) ?? (await asked) ?? Response.error();
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
