import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { FactsList } from '../../../kit/facts-list.tsx';
import { useWords } from '../../../kit/words.ts';

/** What a service elsewhere says of the thing that was clicked. */
export function ServiceThingCard() {
  const { t } = useWords();
  const { twin } = useApp();
  const thing = useTwin(({ serviceThing }) => serviceThing);
  if (!thing) return null;
  const { service, rows, failure } = thing;
  return (
    <Panel title={service} className="tool" onClose={() => twin.getState().setServiceThing(null)}>
      {failure && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
      {!failure && rows.length === 0 && <p className="vacant">{t('drop.serviceNothing')}</p>}
      <FactsList rows={rows} />
    </Panel>
  );
}
