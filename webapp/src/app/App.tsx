import { Suspense, useEffect, useState } from 'react';
import { Route, Router, Switch, useLocation, useRoute } from 'wouter';
import { codeOf } from '@/api/problem';
import type { Player } from '@/api/types';
import { errorText, useText } from '@/i18n';
import { useLive } from '@/live/store';
import { Board, Evening, Table } from '@/screens/Evening';
import { Gate } from '@/screens/Gate';
import { confirmClosing } from '@/telegram/host';
import { isLocal } from '@/telegram/launch';
import { say, Toasts } from '@/ui/Toast';
import type { connect } from './connect';
import { SignedContext, useSigned } from './context';
import { Fresh } from './Fresh';
import { asking, lazily, loadParts, QUIET_MS } from './lazily';
import { paths, patterns, rememberPath } from './paths';

const Home = asking(() => import('@/screens/home/Home'));
const NewEvening = lazily(() => import('@/screens/new/NewEvening'));
const Join = lazily(() => import('@/screens/join/Join'));
const Balance = lazily(() => import('@/screens/balance/Balance'));
const Tv = lazily(() => import('@/screens/tv/Tv'));
const Settings = lazily(() => import('@/screens/settings/Settings'));
const Notifications = lazily(() => import('@/screens/notifications/Notifications'));

const Rules = lazily(() => import('@/screens/rules/Rules'));
const Profile = lazily(() => import('@/screens/profile/Profile'));
const Games = lazily(() => import('@/screens/profile/Games'));
const Leaders = lazily(() => import('@/screens/leaders/Leaders'));
const Claim = lazily(() => import('@/screens/claim/Claim'));
const SignIn = lazily(() => import('@/screens/signin/SignIn'));

/** The code of the screen at this address, so that it is there when the screen is drawn. */
export const loadScreen = (path: string): Promise<unknown> => (path.startsWith('/s/') ? Board : Home).load();

interface AppProps {
  /** What this launch works with; null without one. */
  signed: ReturnType<typeof connect> | null;
  owner: string | undefined;
}

export function App({ signed, owner }: AppProps) {
  return (
    <>
      {signed && owner ? (
        <SignedIn signed={signed} owner={owner} />
      ) : isLocal(location.hostname) ? (
        <Suspense fallback={<Gate reason="loading" />}>
          <SignIn />
        </Suspense>
      ) : (
        <Gate reason="outside" />
      )}
      <Toasts />
    </>
  );
}

function SignedIn({ signed, owner }: { [Key in keyof AppProps]: NonNullable<AppProps[Key]> }) {
  const { auth } = signed;
  const [me, setMe] = useState<Player | null>(auth.player);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to run again
  useEffect(() => {
    auth.onPlayer = (player) =>
      setMe((known) =>
        known?.id === player.id && known.display_name === player.display_name ? known : player,
      );
    auth.token().then(
      () => {
        setFailure(null);
        loadParts();
      },
      (error) => setFailure(codeOf(error)),
    );
  }, [auth, attempt]);

  if (!me) {
    return failure ? (
      <Gate reason={failure} onRetry={() => setAttempt(attempt + 1)} />
    ) : (
      <Gate reason="loading" />
    );
  }
  return (
    <SignedContext.Provider value={{ ...signed, me }}>
      <Router>
        <Remember owner={owner} />
        <Line />
        <News />
        <Screens />
      </Router>
      <Refusals />
      <Fresh />
    </SignedContext.Provider>
  );
}

/** Keeps the address, for a phone that reloads the page by itself and opens another; each screen begins at its top. */
function Remember({ owner }: { owner: string }) {
  const [path] = useLocation();
  useEffect(() => {
    rememberPath(path, owner, Date.now());
    scrollTo(0, 0);
  }, [path, owner]);
  return null;
}

function Screens() {
  return (
    <Suspense fallback={<Gate reason="loading" />}>
      <Switch>
        <Route path={patterns.home} component={Home} />
        <Route path={patterns.create} component={NewEvening} />
        <Route path={patterns.join}>{({ code }) => <Join key={code} code={code ?? ''} />}</Route>
        <Route path={patterns.session}>{({ id }) => <Evening key={id} id={id} />}</Route>
        <Route path={patterns.table}>{({ id }) => <Table key={id} id={id} />}</Route>
        <Route path={patterns.balance}>{({ id }) => <Balance key={id} id={id} />}</Route>
        <Route path={patterns.tv}>{({ id }) => <Tv key={id} id={id} />}</Route>
        <Route path={patterns.settings} component={Settings} />
        <Route path={patterns.notifications} component={Notifications} />
        <Route path={patterns.rulesOf} component={Rules} />
        <Route path={patterns.templates} component={Rules} />
        <Route path={patterns.player}>{({ id }) => <Profile key={id} id={id} />}</Route>
        <Route path={patterns.gamesOf}>{({ id }) => <Games key={id} id={id} />}</Route>
        <Route path={patterns.leaders} component={Leaders} />
        <Route path={patterns.claim}>{(link) => <Claim key={link.token} {...link} />}</Route>
        <Route>
          <Lost />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** Keeps the line to the session in the address open, whichever of its screens is shown. */
function Line() {
  const { live } = useSigned();
  const [inSession, params] = useRoute(patterns.anyOfSession);
  const id = inSession ? params.id : undefined;
  useEffect(() => (id ? live.open(id) : undefined), [live, id]);
  return null;
}

/** Follows what the person is told while one of the screens that show it is open. */
function News() {
  const { auth } = useSigned();
  const [path] = useLocation();
  const isShown = path === paths.home || path === paths.notifications;
  useEffect(() => {
    if (!isShown) return;
    let left = false;
    let stop = () => {};
    const begin = async () => {
      const [{ follow }, { queries }] = await Promise.all([
        import('@/screens/notifications/told'),
        import('./queries'),
      ]);
      if (!left) stop = follow(auth, queries);
    };
    // Without it, which a phone may not be able to fetch, the number is what it was when the screen opened.
    const timer = setTimeout(() => begin().catch(() => {}), QUIET_MS);
    return () => {
      left = true;
      clearTimeout(timer);
      stop();
    };
  }, [auth, isShown]);
  return null;
}

function Lost() {
  const [, go] = useLocation();
  return <Gate reason="lost" onRetry={() => go(paths.home)} />;
}

const WAITS_MS = 1_000;

/** Says each refusal of a tap once, wherever the person is, and keeps the app from closing on unsent taps. */
function Refusals() {
  const text = useText();
  const refusal = useLive((state) => state.refusal);
  const unsent = useLive((state) => state.taps.some(({ refused }) => !refused));
  useEffect(() => {
    if (!refusal) return;
    say(errorText(text, refusal.code));
    useLive.setState({ refusal: null });
  }, [refusal, text]);
  useEffect(() => {
    if (!unsent) return;
    // Most taps are gone in an instant: only those that wait are worth a question.
    const timer = setTimeout(() => confirmClosing(true), WAITS_MS);
    return () => {
      clearTimeout(timer);
      confirmClosing(false);
    };
  }, [unsent]);
  return null;
}
