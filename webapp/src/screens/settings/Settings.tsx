import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { updateMe } from '@/api/me';
import { useSigned } from '@/app/context';
import { paths } from '@/app/paths';
import { useAct } from '@/app/useAct';
import { chooseLanguage, type Language, useLanguage, useWords } from '@/i18n';
import { changeSettings, useSettings } from '@/settings';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Choice';
import list from '@/ui/List.module.css';
import { Screen, Section } from '@/ui/Screen';
import { Switch } from '@/ui/Switch';
import { say } from '@/ui/Toast';
import { Devices } from './Devices';
import { MyData } from './MyData';
import { Told } from './Told';

/** How the phone behaves at the table, and what its owner is told. Everything takes effect at once. */
export default function Settings() {
  const { settings: text } = useWords();
  const [, go] = useLocation();
  return (
    <Screen title={text.title} onBack={() => go(paths.home)}>
      <LanguageForm />
      <PhoneForm />
      <NameForm />
      <Told />
      <Devices />
      <MyData />
    </Screen>
  );
}

function LanguageForm() {
  const { settings: text } = useWords();
  const language = useLanguage();
  const { http } = useSigned();
  const choose = (chosen: Language) => {
    void chooseLanguage(chosen);
    // The bot writes in it too; offline it will be told another time.
    updateMe(http, { language: chosen }).catch(() => {});
  };
  return (
    <Section title={text.language}>
      <Choice<Language>
        label={text.language}
        value={language}
        onChange={choose}
        options={[
          { value: 'ru', label: 'Русский' },
          { value: 'en', label: 'English' },
        ]}
      />
    </Section>
  );
}

function PhoneForm() {
  const { settings: text } = useWords();
  const settings = useSettings();
  return (
    <Section title={text.phone}>
      <div className={list.list}>
        <Switch
          label={text.bigText}
          hint={text.bigTextHint}
          on={settings.bigText}
          testId="set-big"
          onChange={(bigText) => changeSettings({ bigText })}
        />
        <Switch
          label={text.patterns}
          hint={text.patternsHint}
          on={settings.patterns}
          testId="set-patterns"
          onChange={(patterns) => changeSettings({ patterns })}
        />
        <Switch
          label={text.haptics}
          on={settings.haptics}
          onChange={(haptics) => changeSettings({ haptics })}
        />
        <Switch label={text.sound} on={settings.sound} onChange={(sound) => changeSettings({ sound })} />
        <Switch
          label={text.awake}
          hint={text.awakeHint}
          on={settings.awake}
          onChange={(awake) => changeSettings({ awake })}
        />
      </div>
      <p className={list.hint}>{text.hand}</p>
      <Choice
        label={text.hand}
        value={settings.hand}
        onChange={(hand) => changeSettings({ hand })}
        options={[
          { value: 'right', label: text.right },
          { value: 'left', label: text.left },
        ]}
      />
    </Section>
  );
}

function NameForm() {
  const { settings: text } = useWords();
  const { http, me, auth } = useSigned();
  const queries = useQueryClient();
  const [name, setName] = useState(me.display_name);
  const save = useAct(
    (display_name: string) => updateMe(http, { display_name }),
    (player) => {
      auth.learn(player);
      void queries.invalidateQueries();
      say(text.nameSaved);
    },
  );
  const changed = name.trim() !== '' && name.trim() !== me.display_name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) save.mutate(name.trim());
  };
  return (
    <Section title={text.name}>
      <form className={list.line} onSubmit={submit}>
        <input
          className={list.field}
          aria-label={text.name}
          value={name}
          maxLength={40}
          enterKeyHint="done"
          onChange={(event) => setName(event.target.value)}
        />
        <Button look="plain" type="submit" disabled={!changed || save.isPending}>
          {text.save}
        </Button>
      </form>
    </Section>
  );
}
