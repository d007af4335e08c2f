import { crowdNoteText } from '../../../../model/scenarios/crowd-note.ts';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { useFieldSources } from '../../../kit/field-sources.ts';
import { formatTotal } from '../../../kit/format.ts';
import { RunLimits, RunList, RunRow } from '../../../kit/run-list.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { isRunActive } from '../../../twin/runs.ts';
import { crowdController } from '../controller.ts';
import { WATER_FIELD } from '../run-controller.ts';
import { CROWD_COLOURS, CROWD_ENGINE, CROWD_HEATS, type CrowdRunFacts, crowdRuns, shownCrowd } from '../slice.ts';
import { CrowdEnsembles } from './ensembles.tsx';

/** All runs of this window, the newest on top, and how the shown one is coloured. */
export function CrowdRuns() {
  const { t } = useWords();
  const runs = useTwin((state) => crowdRuns(state).list);
  const hasEnsembles = useTwin((state) => state.crowdEnsembles.length > 0);
  return (
    <>
      <CrowdEnsembles />
      {(runs.length > 0 || !hasEnsembles) && (
        <RunList runs={runs} none={t('crowd.noRuns')}>
          {(run) => <Run key={run.id} run={run} />}
        </RunList>
      )}
    </>
  );
}

function Run({ run }: { run: CrowdRunFacts }) {
  const crowd = useController(crowdController);
  const isShown = useTwin((state) => crowdRuns(state).shownId === run.id);
  return (
    <RunRow engine={CROWD_ENGINE} run={run} acts={crowd} about={<About run={run} />} actions={<Comparing run={run} />}>
      {isShown && <Drawing run={run} />}
      <Limits run={run} />
    </RunRow>
  );
}

/** What was played, in a line. */
function About({ run: { title, people, form } }: { run: CrowdRunFacts }) {
  const { t, of, language } = useWords();
  const water = useFieldSources(WATER_FIELD).find(({ sourceId }) => sourceId === form.waterId);
  const parts = [
    of(title),
    people > 0 && t('crowd.people', { people: formatTotal(people, language) }),
    t(`crowd.presets.${form.preset}`),
    form.model !== 'collision-free-speed' && t(`crowd.models.${form.model}`),
    form.shut.length > 0 && t('crowd.shutGates', { gates: form.shut.join(', ') }),
    water && t('crowd.withWater', { name: water.label }),
  ];
  return <p className="note">{parts.filter(Boolean).join(' · ')}</p>;
}

/** Beside the shown run's figures and curve, when both are over. */
function Comparing({ run }: { run: CrowdRunFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const shown = useTwin(shownCrowd);
  const comparedId = useTwin((state) => crowdRuns(state).comparedId);
  if (!shown || shown.id === run.id || !run.facts) return null;
  const isCompared = comparedId === run.id;
  return (
    <button
      type="button"
      className="btn small"
      aria-pressed={isCompared}
      onClick={() => twin.getState().compareRun(CROWD_ENGINE, isCompared ? null : run.id)}
    >
      {t('crowd.compare', { name: shown.name })}
    </button>
  );
}

function Drawing({ run }: { run: CrowdRunFacts }) {
  const { t } = useWords();
  const { twin } = useApp();
  const colour = useTwin((state) => state.crowdColour);
  const heat = useTwin((state) => state.crowdHeat);
  const heats = CROWD_HEATS.filter((each) => each !== 'highest' || !isRunActive(run.status));
  return (
    <>
      <Segmented
        small
        label={t('crowd.colour')}
        value={colour}
        options={CROWD_COLOURS.map((value) => ({ value, label: t(`crowd.colours.${value}`) }))}
        onChange={twin.getState().colourCrowd}
      />
      <Segmented
        small
        label={t('crowd.heat')}
        value={heat}
        options={heats.map((value) => ({ value, label: t(`crowd.heats.${value}`) }))}
        onChange={twin.getState().heatCrowd}
      />
    </>
  );
}

function Limits({ run }: { run: CrowdRunFacts }) {
  const { t, language } = useWords();
  const crowd = useController(crowdController);
  const record = crowd.record(run.id);
  const end = record?.end;
  const notes = run.notes.map((note) => crowdNoteText(note, language));
  return (
    <>
      <RunLimits
        notes={[t('crowd.cannotTell'), ...notes]}
        end={end ? { hash: end.hash, steps: end.facts.steps, wallS: end.wallS } : null}
      />
      {record && (
        <button
          type="button"
          className="btn small"
          onClick={() =>
            saveFile(`${run.name}.json`, 'application/json', JSON.stringify(record.scenario, undefined, 2))
          }
        >
          {t('crowd.saveCase')}
        </button>
      )}
    </>
  );
}
