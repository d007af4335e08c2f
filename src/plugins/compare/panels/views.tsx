import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import type { TableColumn } from '../../../kit/table/column.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useViewName } from '../../../kit/view-count.tsx';
import { useWords } from '../../../kit/words.ts';
import type { OwnOfView } from '../../../twin/compare.ts';
import { isDrawn } from '../../../twin/layers.ts';
import type { TwinState } from '../../../twin/twin.ts';
import { layersOfView, runsOfView } from '../../../twin/view-twin.ts';

/** What each picture of a split shows otherwise than the first, which is the page's own. */
export function Views() {
  const { t } = useWords();
  const count = useTwin((state) => state.viewCount);
  return (
    <>
      <p className="note">{t('compare.firstIsPage')}</p>
      {Array.from({ length: count - 1 }, (_, i) => (
        <OwnView key={i + 1} index={i + 1} count={count} />
      ))}
      {count > 2 && <LayerTable count={count} />}
    </>
  );
}

type StateFilter = 'page' | 'existing' | 'construction' | 'all';

/** Filters by state that planners ask for; the page's own list of layers has all others. */
const FILTERS: Readonly<Record<Exclude<StateFilter, 'page'>, LayerInfo['state'][]>> = {
  existing: ['existing'],
  construction: ['existing', 'construction'],
  all: [],
};

const filterOf = ({ states }: OwnOfView): StateFilter => {
  if (states === null) return 'page';
  if (states.length === 0) return 'all';
  return states.length === 1 ? 'existing' : 'construction';
};

function OwnView({ index, count }: { index: number; count: number }) {
  const { t } = useWords();
  const nameOf = useViewName();
  const own = useTwin((state) => state.views[index]);
  const set = useTwin((state) => state.setView);
  const engines = useTwin((state) => enginesWithRuns(state).join());
  return (
    <FormSection title={nameOf(index, count)}>
      <ChoiceField
        label={t('compare.style')}
        value={own.theme ?? 'page'}
        options={[
          { value: 'page', label: t('compare.asPage') },
          { value: 'plan', label: t('compare.light') },
          { value: 'command', label: t('compare.dark') },
        ]}
        onChange={(theme) => set(index, { theme: theme === 'page' ? null : theme })}
      />
      <ChoiceField
        label={t('compare.filter')}
        value={filterOf(own)}
        options={[
          { value: 'page', label: t('compare.asPage') },
          { value: 'existing', label: t('compare.onlyExisting') },
          { value: 'construction', label: t('compare.withConstruction') },
          { value: 'all', label: t('compare.everyState') },
        ]}
        onChange={(filter) => set(index, { states: filter === 'page' ? null : FILTERS[filter] })}
      />
      {engines
        .split(',')
        .filter((engine) => engine !== '')
        .map((engine) => (
          <RunField key={engine} index={index} engine={engine} />
        ))}
    </FormSection>
  );
}

const enginesWithRuns = ({ runs }: Pick<TwinState, 'runs'>): string[] =>
  Object.entries(runs).flatMap(([engine, { list }]) => (list.length > 0 ? [engine] : []));

const AS_PAGE = 'page';
const NO_RUN = 'none';
/** Before a run's id, which might be either word. */
const RUN = 'run ';

/** Which run of an engine a picture shows. */
function RunField({ index, engine }: { index: number; engine: string }) {
  const { t } = useWords();
  const { placed } = useApp();
  const own = useTwin((state) => state.views[index].runs);
  const runs = useTwin((state) => state.runs[engine]);
  const set = useTwin((state) => state.setView);
  const title = placed('tool').find(({ id }) => id === engine)?.title;
  const chosen = own[engine];
  const choose = (value: string) => {
    const { [engine]: _, ...rest } = own;
    if (value === AS_PAGE) set(index, { runs: rest });
    else set(index, { runs: { ...rest, [engine]: value === NO_RUN ? null : value.slice(RUN.length) } });
  };
  return (
    <ChoiceField
      label={title ? t(title) : engine}
      value={chosen === undefined ? AS_PAGE : chosen === null ? NO_RUN : `${RUN}${chosen}`}
      options={[
        { value: AS_PAGE, label: t('compare.asPage') },
        { value: NO_RUN, label: t('compare.noRun') },
        ...runs.list.map(({ id, name }) => ({ value: `${RUN}${id}`, label: name })),
      ]}
      onChange={choose}
    />
  );
}

/** Layers by pictures. A layer that only some show keeps its row. */
function LayerTable({ count }: { count: number }) {
  const { t, of } = useWords();
  const nameOf = useViewName();
  const { twin } = useApp();
  const layers = useTwin((state) => state.layers);
  const views = useTwin((state) => state.views);
  const cimLevels = useTwin((state) => state.cimLevels);
  const states = useTwin((state) => state.states);
  const listed = twin.city.layers.filter(
    (layer) =>
      isDrawn(layer, { ...twin.getState(), layers, cimLevels, states }) ||
      views.some((own) => own.layers[layer.id] === true),
  );
  const indices = Array.from({ length: count }, (_, i) => i);
  const ofViews = indices.map((index) => layersOfView({ layers, views }, index));
  const show = (index: number, id: string, on: boolean) =>
    twin.getState().setView(index, { layers: { ...views[index].layers, [id]: on } });
  return (
    <Table
      isFixed
      name="view-layers"
      caption={t('compare.layersByView')}
      rows={listed}
      rowKey={({ id }) => id}
      columns={[
        {
          head: t('compare.layer'),
          cell: (layer) => (
            <>
              <LayerSwatch layer={layer} />
              <span className="text">{of(layer.label)}</span>
            </>
          ),
        },
        ...indices.map(
          (index): TableColumn<LayerInfo> => ({
            head: String(index + 1),
            headTitle: nameOf(index, count),
            width: '34px',
            align: 'center',
            cell: (layer) => (
              <input
                type="checkbox"
                aria-label={`${of(layer.label)} · ${nameOf(index, count)}`}
                checked={ofViews[index][layer.id].shown}
                onChange={({ currentTarget }) => show(index, layer.id, currentTarget.checked)}
              />
            ),
          }),
        ),
      ]}
    />
  );
}

/** Over three and four pictures: the number of each, and what it shows otherwise than the first. */
export function ViewNames() {
  const boxes = useTwin((state) => state.viewBoxes);
  return (
    <>
      {boxes.map(({ leftPx, topPx, widthPx }, index) => (
        <ViewName
          key={`${leftPx} ${topPx}`}
          index={index}
          style={{ left: leftPx + widthPx, top: topPx, maxWidth: widthPx - 16 }}
        />
      ))}
    </>
  );
}

function ViewName({ index, style }: { index: number; style: { left: number; top: number; maxWidth: number } }) {
  const nameOf = useViewName();
  const { twin } = useApp();
  const { of, t } = useWords();
  const own = useTwin((state) => state.views[index]);
  const runs = useTwin((state) => shownRunNames(runsOfView(state, index)).join(' · '));
  const layers = twin.city.layers.filter(({ id }) => own.layers[id] !== undefined);
  const filter = filterOf(own);
  const settings = [
    ...(own.theme === null ? [] : [t(STYLE_WORDS[own.theme])]),
    ...(filter === 'page' ? [] : [t(FILTER_WORDS[filter])]),
    ...layers.map((layer) => `${own.layers[layer.id] ? '+' : '−'} ${of(layer.label)}`),
    ...(runs ? [runs] : []),
  ];
  return (
    <p className="view-name" style={style}>
      <b>{nameOf(index, 4)}</b>
      {settings.length > 0 && <span>{settings.join(' · ')}</span>}
    </p>
  );
}

const STYLE_WORDS = { plan: 'compare.light', command: 'compare.dark' } as const;

const FILTER_WORDS = {
  existing: 'compare.onlyExisting',
  construction: 'compare.withConstruction',
  all: 'compare.everyState',
} as const;

/** Returns the names of the runs that a picture shows. */
export const shownRunNames = (runs: TwinState['runs']): string[] =>
  Object.values(runs).flatMap(({ list, shownId }) => list.filter(({ id }) => id === shownId).map(({ name }) => name));
