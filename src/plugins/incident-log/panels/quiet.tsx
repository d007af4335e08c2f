import { SHIPPED_INCIDENTS } from '../../../../scenarios/shipped-incidents.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';

/** Drills that are offered at once; the panel of scenarios has all. */
const DRILLS = 2;

/** Stands where nothing asks for anybody: that it is so, drills to begin at a press, and an incident to open by hand. */
export function Quiet() {
  const { t, of, language } = useWords();
  const { twin, panels } = useApp();
  const controller = useController(incidentLogController);
  const drills = SHIPPED_INCIDENTS.filter(({ city }) => city === twin.city.id).slice(0, DRILLS);
  const openTool = (id: string) => panels.getState().openTool(id);
  const play = (id: string) =>
    void controller.scenarios.open(id, language).then(() => {
      const { failure } = controller.scenarios.state.getState();
      if (failure === null) openTool(incidentLogController.id);
      else panels.getState().notify(of(failure));
    });
  return (
    <Panel title={t('quiet.title')} className="tool incident-quiet">
      <p className="note">{t('quiet.about')}</p>
      {drills.length > 0 && <h3>{t('quiet.drills')}</h3>}
      {drills.map(({ id, title, about, lengthMin }) => (
        <p key={id} className="row-head">
          <span>
            <b>{of(title)}</b>
            <span className="note"> {t('quiet.length', { minutes: formatNumber(lengthMin) })}</span>
            <br />
            <span className="note">{of(about)}</span>
          </span>
          <span className="space" />
          <button type="button" className="btn small primary" onClick={() => play(id)}>
            {t('quiet.start')}
          </button>
        </p>
      ))}
      <p className="row-head">
        <button type="button" className="btn small" onClick={() => openTool(incidentLogController.id)}>
          {t('quiet.open')}
        </button>
      </p>
    </Panel>
  );
}
