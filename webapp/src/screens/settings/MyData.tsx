import { useState } from 'react';
import { eraseMe, exportMe } from '@/api/me';
import { useSigned } from '@/app/context';
import { useAct } from '@/app/useAct';
import { useWords } from '@/i18n';
import { haptics } from '@/telegram/host';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { Sheet } from '@/ui/Sheet';

/** Everything that is known of the person, to take away or to have forgotten. */
export function MyData() {
  const text = useWords();
  const { settings: words } = useWords();
  const { http, auth } = useSigned();
  const [asking, setAsking] = useState(false);
  const take = useAct(() => exportMe(http), download);
  const erase = useAct(
    () => eraseMe(http),
    () => {
      haptics.warn();
      auth.leave();
      location.assign('/');
    },
  );
  return (
    <Section title={words.data}>
      <div className={list.stack}>
        <Button look="plain" disabled={take.isPending} onClick={() => take.mutate()}>
          {words.export}
        </Button>
        <Button look="danger" onClick={() => setAsking(true)}>
          {words.erase}
        </Button>
      </div>
      {asking && (
        <Sheet title={words.eraseTitle} onClose={() => setAsking(false)}>
          <div className={list.stack}>
            <p className={list.hint}>{words.eraseHint}</p>
            <Button look="danger" wide disabled={erase.isPending} onClick={() => erase.mutate()}>
              {words.eraseSure}
            </Button>
            <Button look="soft" wide onClick={() => setAsking(false)}>
              {text.cancel}
            </Button>
          </div>
        </Sheet>
      )}
    </Section>
  );
}

/** As a file; where a WebView cannot save one, it shows it. */
function download(data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'artel.json' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
