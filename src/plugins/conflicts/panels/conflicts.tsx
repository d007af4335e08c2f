import { useState } from 'react';
import type { OverLimit } from '../../../../model/city/catalogue.ts';
import { useApp, useQuery } from '../../../kit/app-context.tsx';
import { languageOf, nameOf } from '../../../kit/attribute-text.ts';
import { Chip, EmptyState, ErrorNotice, Panel, Quantity, Skeleton, Tabs } from '../../../kit/controls.tsx';
import { formatArea, formatLimit, formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { byRule, type PlanConflict, type PlanConflicts, readPlanConflicts } from '../plan-conflicts.ts';
import type zh from '../words.zh.json';

type View = 'plans' | 'heights';
/** Rows drawn at once; the rest is told by its number. */
const MAX_CONFLICT_ROWS = 200;
/** Metres about the place of a conflict that the camera shows. */
const PLACE_RADIUS_M = 220;

/** 多规冲突: what contradicts what, and buildings over their limit of height; a click goes there. */
export function ConflictsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin, catalogue, cityUrl } = useApp();
  const hasPlans = twin.city.layers.some(({ group, kind, count }) => group === 'plan' && kind === 'area' && count > 0);
  const listed = useQuery(hasPlans ? 'plan conflicts' : null, () => readPlanConflicts(cityUrl));
  const heights = useQuery(hasPlans ? 'over limits' : null, () => catalogue.overLimits());
  const [view, show] = useState<View>('plans');
  const count = (of: typeof listed | typeof heights) => {
    if (of.kind !== 'answered' || of.answer === null) return '—';
    return formatNumber('conflicts' in of.answer ? of.answer.conflicts.length : of.answer.length);
  };
  return (
    <Panel title={t('conflicts.title')} className="dock conflicts" onClose={onClose}>
      {hasPlans ? (
        <>
          <Tabs
            label={t('conflicts.view')}
            value={view}
            options={[
              { value: 'plans', label: t('conflicts.plans', { count: count(listed) }) },
              { value: 'heights', label: t('conflicts.heights', { count: count(heights) }) },
            ]}
            onChange={show}
          />
          {view === 'plans' ? (
            <>
              {listed.kind === 'asking' && <Skeleton />}
              {listed.kind === 'failed' && <ErrorNotice what={t('conflicts.failed')} reason={listed.reason} />}
              {listed.kind === 'answered' &&
                (listed.answer ? (
                  <ConflictList list={listed.answer} />
                ) : (
                  <EmptyState icon="layers">{t('conflicts.noFile')}</EmptyState>
                ))}
            </>
          ) : (
            <>
              {heights.kind === 'asking' && <p className="note more">{t('conflicts.checking')}</p>}
              {heights.kind === 'failed' && <ErrorNotice what={t('conflicts.failed')} reason={heights.reason} />}
              {heights.kind === 'answered' && <HeightList over={heights.answer} />}
            </>
          )}
        </>
      ) : (
        <EmptyState icon="layers">{t('conflicts.none')}</EmptyState>
      )}
    </Panel>
  );
}

/** By rule; consequent ones follow from a primary one and can be left out. */
export function ConflictList({ list }: { list: PlanConflicts }) {
  const { t } = useWords();
  const [isPrimaryOnly, setPrimaryOnly] = useState(false);
  const nameOfRule = useRuleName();
  const primary = list.conflicts.filter(({ kind }) => kind === 'primary');
  const groups = byRule(isPrimaryOnly ? { ...list, conflicts: primary } : list);
  return (
    <>
      <div className="chips">
        <Chip on={!isPrimaryOnly} onClick={() => setPrimaryOnly(false)}>
          {t('conflicts.all', { count: formatNumber(list.conflicts.length) })}
        </Chip>
        <Chip on={isPrimaryOnly} onClick={() => setPrimaryOnly(true)}>
          {t('conflicts.primaryOnly', { count: formatNumber(primary.length) })}
        </Chip>
      </div>
      {groups.map(({ rule, found }) => (
        <section key={rule.id}>
          <h3>
            <span lang={languageOf(nameOfRule(rule))}>{nameOfRule(rule)}</span>
            <span className="note">{formatNumber(found.length)}</span>
          </h3>
          <ul>
            {found.slice(0, MAX_CONFLICT_ROWS).map((conflict) => (
              <ConflictRow key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        </section>
      ))}
      <p className="note more">{t('conflicts.tolerance', { area: formatLimit(list.toleranceM2) })}</p>
    </>
  );
}

type ZoneWord = keyof (typeof zh)['conflicts']['zone'];

/** In English both sides by their kinds; rules of a city's own keep the name that they came with. */
function useRuleName(): (rule: PlanConflicts['rules'][number]) => string {
  const { t, language } = useWords();
  return ({ nameZh, layer, zone }) => {
    if (language === 'zh') return nameZh;
    const [a, b] = [layer, zone].map((code) => t(`conflicts.zone.${code as ZoneWord}`, { defaultValue: '' }));
    return a && b ? `${a} × ${b}` : nameZh;
  };
}

function ConflictRow({ conflict: { id, shape, zone, areaM2, kind, at } }: { conflict: PlanConflict }) {
  const { t } = useWords();
  const { twin, catalogue, view, report } = useApp();
  const { value, unit } = formatArea(areaM2);
  const show = async () => {
    const [eastM, northM] = at;
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: PLACE_RADIUS_M });
    const gid = await catalogue.gidOf(shape);
    const layer =
      gid === null ? null : twin.city.layers.find((one) => gid >= one.gidBase && gid < one.gidBase + one.count);
    if (gid === null || !layer) return;
    twin.getState().showLayer(layer.id, true);
    twin.getState().select(gid);
  };
  return (
    <li>
      <button type="button" onClick={() => show().catch((error: unknown) => report('conflicts', error))}>
        <i className={kind} title={t(`conflicts.${kind}`)} />
        <span>{`${shape} × ${zone}`}</span>
        <b>{areaM2 > 0 ? <Quantity value={value} unit={unit} /> : '—'}</b>
        <span className="note">{`${id} · ${t(`conflicts.${kind}`)}`}</span>
      </button>
    </li>
  );
}

/** Buildings over the limit where they stand, the most first. */
function HeightList({ over }: { over: readonly OverLimit[] }) {
  const { t } = useWords();
  if (over.length === 0) return <EmptyState icon="check">{t('conflicts.noHeights')}</EmptyState>;
  return (
    <>
      <ul>
        {over.slice(0, MAX_CONFLICT_ROWS).map((one) => (
          <HeightRow key={one.gid} over={one} />
        ))}
      </ul>
      {over.length > MAX_CONFLICT_ROWS && (
        <p className="note more">{t('conflicts.more', { count: formatNumber(over.length - MAX_CONFLICT_ROWS) })}</p>
      )}
      <p className="note more">{t('conflicts.heightNote')}</p>
    </>
  );
}

function HeightRow({ over: { gid, heightM, limitM } }: { over: OverLimit }) {
  const { t, language } = useWords();
  const { twin, catalogue, view } = useApp();
  const queryState = useQuery(`over ${gid}`, () => catalogue.describe(gid));
  const description = queryState.kind === 'answered' ? queryState.answer : null;
  const name =
    description &&
    (nameOf(new Map(description.values.map(({ name, value }) => [name, value])), language) ?? description.id);
  const metres = (value: number) => `${formatLimit(Number(value.toFixed(1)))}\u2009m`;
  const show = () => {
    if (!description) return;
    twin.getState().showLayer(description.layerId, true);
    twin.getState().select(gid);
    view.flyToPlace(description.place);
  };
  return (
    <li>
      <button type="button" onClick={show}>
        <i className="primary" />
        <span lang={languageOf(name ?? '')}>{name ?? '…'}</span>
        <b className="over">{t('conflicts.over', { over: metres(heightM - limitM) })}</b>
        <span className="note">{t('conflicts.limit', { height: metres(heightM), limit: metres(limitM) })}</span>
      </button>
    </li>
  );
}
