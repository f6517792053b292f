import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startLanguage } from './i18n';
import { startSettings } from './settings';
import { startHost } from './telegram/host';
import './styles/tokens.css';
import './styles/base.css';

async function main(): Promise<void> {
  // Beside everything else, so that the first screen does not wait for a second journey.
  const first = location.pathname.startsWith('/s/')
    ? import('@/screens/board/Board')
    : import('@/screens/home/Home');
  first.catch(() => {});
  startSettings();
  const host = startHost();
  await startLanguage(host.language);
  // Another person's sign-in link on the open page changes only the hash, which loads nothing by itself.
  addEventListener('hashchange', () => {
    if (location.hash.includes('tgWebAppData')) location.reload();
  });
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App host={host} />);
}

void main();
