import { useState } from 'react';
import {
  type BoardCard,
  CASE_FIGURES,
  type CardSource,
  LAYER_FIGURES,
  STREAM_FIGURES,
} from '../../../../model/boards/board.ts';
import { conditionsText, titleOf, unitOf } from '../../../../model/boards/card-title.ts';
import { CARD_KINDS } from '../../../../model/city-index/index-card.ts';
import { RUN_FIGURES } from '../../../../model/runs/run-figures.ts';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatUnit } from '../../../kit/format.ts';
import type { App } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { DATA_VIEW } from '../../../twin/data-view.ts';
import { LIVE_FEED } from '../../../twin/live/live-feed.ts';
import type { LiveValues } from '../../../twin/live/live-values.ts';
import { cardNames } from '../card-names.ts';
import { OptionalNumber } from './optional-number.tsx';
import { useBoardWords } from './use-board-words.ts';

type Of = CardSource['of'];
type Sensors = Extract<CardSource, { of: 'sensors' }>;
type Layer = Extract<CardSource, { of: 'layer' }>;

/** Stations that a list has at most; of more the whole kind is shown. */
const MAX_STATIONS = 200;
const ALARM_LEVELS = [1, 2, 3, 4] as const;

/** A card that shows something at once: the first of what the city has. */
export const newCard = (app: App): BoardCard => ({
  id: crypto.randomUUID(),
  title: '',
  source: firstSource(app, app.service(LIVE_FEED)?.live() ? 'sensors' : 'layer'),
});

function firstSource(app: App, of: Of): CardSource {
  switch (of) {
    case 'sensors': {
      const live = app.service(LIVE_FEED)?.live();
      const sensor = live?.sensors.find(({ datastreams }) => datastreams.length > 0);
      return sensor
        ? { of, kind: sensor.kind, unit: sensor.datastreams[0].unit, figure: 'mean' }
        : firstSource(app, 'layer');
    }
    case 'alarms':
      return { of, least: 2 };
    case 'cases':
      return { of, figure: 'open' };
    case 'index':
      return { of, card: 'published' };
    case 'run':
      return { of, figure: RUN_FIGURES[0] };
    case 'layer':
      return { of, layer: app.twin.city.layers.find(({ count }) => count > 0)?.id ?? '-', figure: 'count' };
  }
}

/** What a card shows, what it is called and where its figure should be. */
export function CardForm({ card, onChange }: { card: BoardCard; onChange: (card: BoardCard) => void }) {
  const { t, language } = useWords();
  const say = useBoardWords();
  const app = useApp();
  const names = cardNames(app);
  const live = useOffered(LIVE_FEED)?.live() ?? null;
  const { source, target, title } = card;
  const put = (next: CardSource) => onChange({ ...card, source: next });
  const kinds: readonly Of[] = live
    ? ['sensors', 'alarms', 'cases', 'layer', 'run', 'index']
    : ['layer', 'run', 'index'];
  const labels: Record<Of, string> = {
    sensors: t('board.sensors'),
    alarms: t('board.alarms'),
    cases: t('board.caseList'),
    layer: t('board.layer'),
    run: t('board.run'),
    index: say('index'),
  };
  const setTarget = (part: { from?: number | undefined; to?: number | undefined }) => {
    const { from, to } = { ...target, ...part };
    const { target: _, ...bare } = card;
    const next = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    onChange(Object.keys(next).length > 0 ? { ...bare, target: next } : bare);
  };
  const unit = unitOf(names, source, language);
  return (
    <div className="board-form">
      <ChoiceField
        label={t('board.source')}
        value={source.of}
        options={kinds.map((value) => ({ value, label: labels[value] }))}
        onChange={(of) => put(firstSource(app, of))}
      />
      {source.of === 'sensors' && live && <SensorFields source={source} live={live} put={put} />}
      {source.of === 'layer' && <LayerFields source={source} put={put} />}
      {source.of === 'alarms' && (
        <ChoiceField
          label={t('board.figure')}
          value={source.least}
          options={ALARM_LEVELS.map((value) => ({
            value,
            label: say('alarmsOf', { level: say(`least${value}`) }),
          }))}
          onChange={(least) => put({ of: 'alarms', least })}
        />
      )}
      {source.of === 'cases' && (
        <ChoiceField
          label={t('board.figure')}
          value={source.figure}
          options={CASE_FIGURES.map((value) => ({ value, label: say(value) }))}
          onChange={(figure) => put({ of: 'cases', figure })}
        />
      )}
      {source.of === 'run' && (
        <>
          <ChoiceField
            label={t('board.figure')}
            value={source.figure}
            options={RUN_FIGURES.map((value) => ({ value, label: say(`run_${value}`) }))}
            onChange={(figure) => put({ of: 'run', figure })}
          />
          <p className="note">{t('board.runNote')}</p>
        </>
      )}
      {source.of === 'index' && (
        <ChoiceField
          label={t('board.figure')}
          value={source.card}
          options={CARD_KINDS.map((value) => ({ value, label: say(value) }))}
          onChange={(kind) => put({ of: 'index', card: kind })}
        />
      )}
      <TextField
        label={say('name')}
        value={title}
        hint={titleOf(names, { title: '', source }, language)}
        onChange={(value) => onChange({ ...card, title: value.slice(0, 60) })}
      />
      <OptionalNumber
        label={say('targetFrom')}
        unit={unit}
        value={target?.from}
        most={target?.to}
        onChange={(from) => setTarget({ from })}
      />
      <OptionalNumber
        label={say('targetTo')}
        unit={unit}
        value={target?.to}
        least={target?.from}
        onChange={(to) => setTarget({ to })}
      />
    </div>
  );
}

function SensorFields({ source, live, put }: { source: Sensors; live: LiveValues; put: (next: Sensors) => void }) {
  const { t, of, language } = useWords();
  const say = useBoardWords();
  const names = cardNames(useApp());
  const streams = new Map(
    live.sensors.flatMap(({ kind, datastreams }) =>
      datastreams.map(({ unit }) => [JSON.stringify([kind, unit]), { kind, unit }] as const),
    ),
  );
  const stations = live
    .ofKind(source.kind)
    .filter((sensor) => live.sensors[sensor].datastreams.some(({ unit }) => unit === source.unit));
  const { sensor: _, ...ofKind } = source;
  return (
    <>
      <ChoiceField
        label={t('board.kind')}
        value={JSON.stringify([source.kind, source.unit])}
        options={[...streams].map(([value, { kind, unit }]) => ({
          value,
          label: `${of(names.kind(kind))} · ${formatUnit(unit, language) || unit}`,
        }))}
        onChange={(key) => {
          const next = streams.get(key);
          if (next) put({ of: 'sensors', figure: source.figure, ...next });
        }}
      />
      <ChoiceField
        label={t('board.figure')}
        value={source.figure}
        options={STREAM_FIGURES.map((value) => ({ value, label: say(value) }))}
        onChange={(figure) => put({ ...source, figure })}
      />
      {stations.length <= MAX_STATIONS && (
        <ChoiceField
          label={t('board.station')}
          value={source.sensor ?? ''}
          options={[
            { value: '', label: t('board.allStations') },
            ...stations.map((sensor) => ({ value: live.sensors[sensor].id, label: of(live.sensors[sensor].name) })),
          ]}
          onChange={(sensor) => put(sensor === '' ? ofKind : { ...ofKind, sensor })}
        />
      )}
    </>
  );
}

function LayerFields({ source, put }: { source: Layer; put: (next: Layer) => void }) {
  const { t, of } = useWords();
  const say = useBoardWords();
  const { twin } = useApp();
  const shown = useTwin(({ layers }) => layers);
  const layers = twin.city.layers.filter(({ id, count }) => count > 0 && id in shown);
  const layer = layers.find(({ id }) => id === source.layer);
  const numbers = (layer?.attributes ?? []).filter(({ type }) => type === 'number' || type === 'integer');
  return (
    <>
      <ChoiceField
        label={t('board.layer')}
        value={source.layer}
        options={layers.map(({ id, label }) => ({ value: id, label: of(label) }))}
        onChange={(id) => put({ of: 'layer', layer: id, figure: 'count' })}
      />
      <ChoiceField
        label={t('board.figure')}
        value={source.figure}
        options={LAYER_FIGURES.map((value) => ({
          value,
          label: say(value),
          disabled: value !== 'count' && numbers.length === 0,
        }))}
        onChange={(figure) =>
          put({
            of: 'layer',
            layer: source.layer,
            figure,
            ...(figure !== 'count' && { attribute: source.attribute ?? numbers[0].name }),
            ...conditionsOf(source),
          })
        }
      />
      {source.figure !== 'count' && (
        <ChoiceField
          label={t('board.attribute')}
          value={source.attribute ?? ''}
          options={numbers.map(({ name, label }) => ({ value: name, label: of(label) }))}
          onChange={(attribute) => put({ ...source, attribute })}
        />
      )}
      <Conditions source={source} put={put} />
    </>
  );
}

const conditionsOf = ({
  match,
  conditions,
}: Pick<Layer, 'match' | 'conditions'>): Pick<Layer, 'match' | 'conditions'> => ({
  ...(match && { match }),
  ...(conditions && { conditions }),
});

/** The conditions of a card, which are those of the question at the data desk when they were taken. */
function Conditions({ source, put }: { source: Layer; put: (next: Layer) => void }) {
  const { t, language } = useWords();
  const app = useApp();
  const view = useOffered(DATA_VIEW);
  const [refusal, refuse] = useState<'board.noQuestion' | 'board.placeQuestion' | null>(null);
  const text = conditionsText(cardNames(app), source, language);
  const { match: _, conditions: __, ...plain } = source;
  const take = () => {
    const query = view?.query() ?? null;
    if (!query || query.conditions.length === 0) return refuse('board.noQuestion');
    if (query.within || query.near) return refuse('board.placeQuestion');
    refuse(null);
    const { layer, match, conditions, measure } = query;
    const figure =
      measure === undefined ? { figure: 'count' as const } : { figure: 'sum' as const, attribute: measure };
    put({ of: 'layer', layer, ...figure, match, conditions });
  };
  return (
    <>
      {text !== '' && <p className="note">{t('board.conditions', { conditions: text })}</p>}
      {refusal && (
        <p className="note problem" role="status">
          {t(refusal)}
        </p>
      )}
      <p className="form-actions">
        {view && (
          <button type="button" className="btn small" onClick={take}>
            {t('board.takeQuestion')}
          </button>
        )}
        {text !== '' && (
          <button type="button" className="btn small" onClick={() => put(plain)}>
            {t('board.everyThing')}
          </button>
        )}
      </p>
    </>
  );
}
