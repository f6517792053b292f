import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Format, report, requestReport } from '@/api/money';
import { codeOf } from '@/api/problem';
import { useSigned } from '@/app/context';
import { errorText, useLanguage, useWords } from '@/i18n';
import { openLink } from '@/telegram/host';
import { Button } from '@/ui/Button';
import list from '@/ui/List.module.css';
import { Section } from '@/ui/Screen';
import { say } from '@/ui/Toast';

const FORMATS = ['png', 'pdf', 'csv'] as const satisfies Format[];
const AGAIN_MS = 1_500;
const TRIES = 20;

/** The evening as a file: a picture for the chat, a page to print, a table to count in. */
export function Keep({ sessionId }: { sessionId: string }) {
  const text = useWords();
  const { money: words } = useWords();
  const { http } = useSigned();
  const language = useLanguage();
  const [made, setMade] = useState<{ format: Format; url: string } | null>(null);
  const make = useMutation({
    mutationFn: async (format: Format) => {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
      let asked = await requestReport(http, sessionId, { format, language, time_zone });
      for (let tries = 0; !asked.link && tries < TRIES; tries++) {
        await new Promise((again) => setTimeout(again, AGAIN_MS));
        asked = await report(http, asked.id);
      }
      return asked.link ? { format, url: asked.link.url } : null;
    },
    networkMode: 'always',
    // A browser opens a page only from a tap, and this one is over: the button becomes the way to the file.
    onSuccess: (found) => (found ? setMade(found) : say(words.later)),
    onError: (error) => say(errorText(text, codeOf(error))),
  });
  return (
    <Section title={words.keep} hint={words.keepHint}>
      <div className={list.buttons}>
        {FORMATS.map((format) =>
          made?.format === format ? (
            <Button key={format} look="plain" onClick={() => openLink(made.url)}>
              {words.open}
            </Button>
          ) : (
            <Button key={format} look="plain" disabled={make.isPending} onClick={() => make.mutate(format)}>
              {make.isPending && make.variables === format ? words.making : words.formats[format]}
            </Button>
          ),
        )}
      </div>
    </Section>
  );
}
