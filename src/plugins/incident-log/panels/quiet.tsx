import { SHIPPED_INCIDENTS } from '../../../../scenarios/shipped-incidents.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { drillLength } from './drill-length.ts';
import { NextRiskPart } from './next-risk.tsx';

/** Drills that are offered at once; the panel of scenarios has all. */
const DRILLS = 2;

/**
 * Stands where nothing asks for anybody: that it is so, what may come next and how far it is, drills to begin at a press, and an incident to
 * open by hand. A city that is made up puts the drill first.
 */
export function Quiet() {
  const { t } = useWords();
  const { twin, panels } = useApp();
  const isBusy = useTwin(({ alarms }) => alarms.length > 0);
  const { fictional } = twin.city;
  const isWelcome = fictional && isBusy;
  const openTool = (id: string) => panels.getState().openTool(id);
  return (
    <Panel
      title={t(isWelcome ? 'quiet.welcome' : 'quiet.title')}
      className="tool incident-quiet"
      footer={
        <p className="row-head">
          <button type="button" className="btn primary" onClick={() => openTool(incidentLogController.id)}>
            {t('quiet.open')}
          </button>
        </p>
      }
    >
      <p className="note">{t(isWelcome ? 'quiet.welcomeAbout' : 'quiet.about')}</p>
      {fictional && <Drills isQuiet={!isBusy} />}
      <NextRiskPart />
      {!fictional && <Drills isQuiet />}
    </Panel>
  );
}

function Drills({ isQuiet }: { isQuiet: boolean }) {
  const { t, of, language } = useWords();
  const { twin, panels } = useApp();
  const controller = useController(incidentLogController);
  const all = SHIPPED_INCIDENTS.filter(({ city }) => city === twin.city.id);
  if (all.length === 0) return null;
  const play = (id: string) =>
    void controller.scenarios.open(id, language).then(() => {
      const { failure } = controller.scenarios.state.getState();
      if (failure === null) panels.getState().openTool(incidentLogController.id);
      else panels.getState().notify(of(failure));
    });
  return (
    <section className="quiet-part">
      <div className="row-head">
        <h3>{t(isQuiet ? 'quiet.drills' : 'quiet.drillsNow')}</h3>
        <span className="space" />
        <button type="button" className="link" onClick={() => panels.getState().openTool('incident-scenarios')}>
          {t('quiet.allDrills', { count: all.length })}
        </button>
      </div>
      <ul className="quiet-drills">
        {all.slice(0, DRILLS).map(({ id, title, about, lengthMin }) => (
          <li key={id}>
            <button type="button" title={t('quiet.start')} onClick={() => play(id)}>
              <Icon name="play" />
              <b>{of(title)}</b>
              <span className="note">{drillLength(t, lengthMin)}</span>
              <span className="note drill-about">{of(about)}</span>
              <em>{t('quiet.start')}</em>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
