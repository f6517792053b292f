import { createRoot } from 'react-dom/client';
import { App, loadScreen } from './app/App';
import { connect } from './app/connect';
import { firstPath, sessionIn } from './app/paths';
import { startLanguage } from './i18n';
import { within } from './live/within';
import { startSettings } from './settings';
import { startHost } from './telegram/host';
import './styles/tokens.css';
import './styles/base.css';

/** So long a phone may take to bring back what it knows, before the screen is drawn without it. */
const RECALL_MS = 1_000;

async function main(): Promise<void> {
  startSettings();
  const { launch, startParam, language } = startHost();
  const signed = launch && connect(launch);
  if (launch) {
    const { pathname: path } = location;
    const first = firstPath({ path, startParam, owner: launch.userId, now: Date.now() });
    if (first !== path) history.replaceState(null, '', first);
  }
  // Beside everything else, so that the first screen does not wait for a second journey, nor for a second database.
  const screen = loadScreen(location.pathname).catch(() => {});
  const session = sessionIn(location.pathname);
  const recalled = session && signed?.live.recall(session);
  await startLanguage(language);
  // Another person's sign-in link on the open page changes only the hash, which loads nothing by itself.
  addEventListener('hashchange', () => {
    if (location.hash.includes('tgWebAppData')) location.reload();
  });
  // Who was here before has both on his phone: the first thing that he sees is his board.
  if (signed?.auth.player) await within(RECALL_MS, Promise.all([screen, recalled]));
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App signed={signed} owner={launch?.userId} />);
}

void main();
