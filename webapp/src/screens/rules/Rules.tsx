import { Route, Switch } from 'wouter';
import { patterns } from '@/app/paths';
import { SessionRules } from './SessionRules';
import { TemplateEditor } from './TemplateEditor';
import { Templates } from './Templates';

/** Everything about rules, in one part: the list, one of them, and those of an evening. */
export default function Rules() {
  return (
    <Switch>
      <Route path={patterns.rulesOf}>{({ id }) => <SessionRules key={id} id={id} />}</Route>
      <Route path={patterns.template}>{({ id }) => <TemplateEditor key={id} id={id} />}</Route>
      <Route>
        <Templates />
      </Route>
    </Switch>
  );
}
