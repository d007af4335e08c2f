import { useState } from 'react';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { isProblemCode, useWords } from '../../../kit/words.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import { buildController } from '../controller.ts';
import { type ModelFacts, type OpenModel, openModelOf, pitOf, projectPit } from '../project-slice.ts';
import { PlaceForm } from './place.tsx';
import { Refusal } from './refusal.tsx';

/** The model that was brought: how far it is read, what it holds and what is wrong with it. */
export function ModelPart() {
  const { t } = useWords();
  const { project } = useController(buildController);
  const model = useTwin((state) => state.model);
  if (model.kind === 'none') return null;
  if (model.kind === 'reading') return <Reading file={model.file} doneRatio={model.doneRatio} />;
  if (model.kind === 'failed') return <Refusal reason={model.reason} />;
  const facts = project.facts();
  return facts && <Opened key={model.layerId} facts={facts} label={t('model.title')} />;
}

function Reading({ file, doneRatio }: { file: string; doneRatio: number | null }) {
  const { t } = useWords();
  const { project } = useController(buildController);
  const percent = doneRatio === null ? null : Math.round(100 * doneRatio);
  return (
    <div className="model-part" role="status">
      <p>{t(percent === null ? 'model.opening' : 'model.cutting', { file })}</p>
      <div
        className={`progress${percent === null ? ' endless' : ''}`}
        role="progressbar"
        aria-label={t('model.reading', { file })}
        {...(percent === null ? {} : { 'aria-valuenow': percent })}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent ?? 100}%` }} />
      </div>
      <p className="row-head">
        <span className="note">{percent === null ? '' : `${percent}${THIN_SPACE}%`}</span>
        <span className="space" />
        <button type="button" className="btn small" onClick={project.cancel}>
          {t('common.cancel')}
        </button>
      </p>
    </div>
  );
}

function Opened({ facts, label }: { facts: ModelFacts; label: string }) {
  const { t, language } = useWords();
  const { twin, view } = useApp();
  const { project } = useController(buildController);
  const open = useTwin(openModelOf);
  const layer = twin.city.layers.find(({ id }) => id === open?.layerId);
  const [isPlacing, setPlacing] = useState(open?.isGuess === true || (facts.proposed?.doubts.length ?? 0) > 0);
  const bad = facts.problems.filter(({ code }) => code === 'class-failed' || code === 'cut-file');
  return (
    <section className="model-part" aria-label={label}>
      <p className="row-head">
        <b className="name" title={facts.file}>
          {facts.file}
        </b>
        <span className="tag">{facts.schema}</span>
        {bad.length > 0 && <span className="tag danger">{t('model.incomplete')}</span>}
      </p>
      <p className="note">
        {t('model.counts', {
          elements: formatTotal(facts.elements, language),
          storeys: formatNumber(facts.storeys.filter(({ name }) => name !== null).length),
          triangles: formatTotal(facts.triangles, language),
        })}
      </p>
      {open?.isGuess && (
        <p className="note">
          <span className="tag unsure">{t('build.unsure')}</span> {t('model.noPlace')}
        </p>
      )}
      <Problems facts={facts} />
      <Parts facts={facts} />
      {open && isPlacing && (
        <PlaceForm key={open.layerId} facts={facts} open={open} onClose={() => setPlacing(false)} />
      )}
      {open && <Cleared open={open} />}
      {open && <Dug open={open} />}
      <div className="build-open">
        {layer && !isPlacing && (
          <button type="button" className="btn small" onClick={() => view.flyToPlace(placeOfLayer(layer))}>
            {t('model.flyTo')}
          </button>
        )}
        {open && !isPlacing && (
          <button type="button" className="btn small" onClick={() => setPlacing(true)}>
            {t('place.open')}
          </button>
        )}
        <button type="button" className="btn small" onClick={project.close}>
          {t('model.close')}
        </button>
      </div>
    </section>
  );
}

/** What the model is made of: elements by storey and by class. */
function Parts({ facts }: { facts: ModelFacts }) {
  const { t } = useWords();
  return (
    <details>
      <summary>{t('model.parts')}</summary>
      <Table
        rows={facts.storeys}
        rowKey={({ name, elevationM }) => `${name} ${elevationM}`}
        columns={[
          { head: t('model.storey'), value: ({ name }) => name ?? t('model.noStorey') },
          {
            head: '',
            cell: ({ elevationM }) => (elevationM === null ? '' : `${formatNumber(elevationM, 2)}${THIN_SPACE}m`),
            align: 'end',
          },
          { head: t('model.elements'), value: ({ elements }) => elements },
        ]}
      />
      <Table
        rows={facts.classes}
        rowKey={({ ifcClass }) => ifcClass}
        columns={[
          { head: t('model.class'), value: ({ ifcClass }) => ifcClass },
          { head: t('model.elements'), value: ({ elements }) => elements },
        ]}
      />
      <p className="note">{t('model.volumes', facts.volumes)}</p>
    </details>
  );
}

/** Buildings that stand where the model does, and the choice to see them. */
function Cleared({ open }: { open: OpenModel }) {
  const { t } = useWords();
  const { catalogue, twin } = useApp();
  const count = useQuery(JSON.stringify(open.outlineM), () => catalogue.countIn(open.outlineM));
  if (count.kind !== 'answered' || count.answer === 0) return null;
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={open.clears}
        onChange={(event) => twin.getState().clearForModel(event.currentTarget.checked)}
      />
      <span>{t('model.clears', { count: count.answer })}</span>
    </label>
  );
}

/** The ground where the model reaches below it, and the choice to leave it whole. */
function Dug({ open }: { open: OpenModel }) {
  const { t } = useWords();
  const { twin } = useApp();
  const isOther = useTwin((state) => state.excavation !== null || projectPit(state) !== pitOf(state));
  const pit = useTwin((state) => state.dug);
  return (
    <>
      <label className="tick">
        <input
          type="checkbox"
          checked={open.digs}
          onChange={(event) => twin.getState().digForModel(event.currentTarget.checked)}
        />
        <span>{t('model.digs')}</span>
      </label>
      {open.digs && !isOther && (
        <p className="note">
          {pit
            ? t('model.dug', { volume: formatNumber(pit.volumeM3), floor: formatNumber(pit.floorElevationM, 1) })
            : t('model.notDug')}
        </p>
      )}
    </>
  );
}

function Problems({ facts: { problems } }: { facts: ModelFacts }) {
  const { t } = useWords();
  if (problems.length === 0) return null;
  return (
    <ul className="model-problems">
      {problems.map(({ code, count, example }) => (
        <li key={code} className={code === 'class-failed' || code === 'cut-file' ? 'bad' : ''}>
          {t('common.problem', {
            problem: isProblemCode(`ifc-${code}`) ? t(`problem.ifc-${code}`) : code,
            amount: formatNumber(count),
          })}
          <span className="note">{t('common.example', { example })}</span>
        </li>
      ))}
    </ul>
  );
}
