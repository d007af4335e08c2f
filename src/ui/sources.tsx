import { type FormEvent, useId, useState } from 'react';
import { parseSource, parseStreams, SOURCE_KINDS, type SourceKind } from '../city/sources.ts';
import { mayNameSources } from '../twin/account.ts';
import type { SourceState } from '../twin/sensors/service.ts';
import { isSkewed } from '../twin/sensors/truth.ts';
import { cityTime, formatTime } from './city-time.ts';
import { Failure, IconButton, Panel } from './controls.tsx';
import { Choice } from './form-fields.tsx';
import { formatNumber } from './format.ts';
import { usePanels } from './panels.ts';
import { ageText, skewText } from './sensor-text.ts';
import { useSurroundings, useTwin } from './surroundings.tsx';
import { useWords } from './words.ts';

/** 数据源: each by itself with what became of its messages; an administrator names more, and takes them away. */
export function Sources() {
  const { t } = useWords();
  const { panels } = useSurroundings();
  const sources = useTwin((state) => state.feedSources);
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const isChanged = usePanels((state) => state.areSourcesChanged);
  if (sources.length < 2 && !isAdministrator && !isChanged) return null;
  return (
    <section className="sources">
      <header>
        <h3>{t('sources.title')}</h3>
        <span className="space" />
        {isAdministrator && (
          <IconButton icon="plus" label={t('sources.add')} onClick={() => panels.getState().showSource(true)} />
        )}
      </header>
      <ul>
        {sources.map((source) => (
          <SourceRow key={source.id ?? 'hub'} source={source} />
        ))}
      </ul>
      {isChanged && (
        <p className="note changed" role="status">
          {t('sources.changed')}
          <button type="button" className="btn small" onClick={() => location.reload()}>
            {t('sources.reload')}
          </button>
        </p>
      )}
    </section>
  );
}

function SourceRow({ source: { id, name, kind, status, truth } }: { source: SourceState }) {
  const { t } = useWords();
  const { session, panels, twin } = useSurroundings();
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const [failure, setFailure] = useState<string | null>(null);
  const forget = () =>
    session
      .remove(`sources/${id}`)

      .then(panels.getState().changeSources, (error: unknown) =>
        setFailure(error instanceof Error ? error.message : String(error)),
      );
  const counts = (
    ['lost', 'late', 'duplicate', 'contradicted', 'skewed', 'merged', 'stale', 'invalid'] as const
  ).filter((count) => truth[count] > 0);
  const isLive = status.kind === 'live';
  return (
    <li>
      <p className="source-head">
        <strong>{name ?? t('sources.hub')}</strong>
        {kind && <span className="note">{kindText(kind, t)}</span>}
        <span className="space" />
        <span className={`tag ${isLive ? 'live' : 'stale'}`} title={status.kind === 'cut' ? status.reason : undefined}>
          {status.kind === 'cut'
            ? t('sensors.cut', { age: ageText(nowMs - status.sinceMs) })
            : t(`sources.status.${status.kind}`)}
        </span>
        {isAdministrator && id !== null && (
          <IconButton icon="x" label={t('sources.forget', { name: name ?? '' })} onClick={forget} />
        )}
      </p>
      <p className="note">
        {t('sources.told', { rate: formatNumber(truth.perS, 1), streams: formatNumber(truth.streams) })}
        {truth.watermark && (
          <span title={t('sensors.watermarkNote', { stream: truth.watermark.stream })}>
            {' · '}
            {t('sources.until', { time: formatTime(cityTime(truth.watermark.ms, twin.city.zone), true) })}
          </span>
        )}
        {truth.skewMs !== null && (
          <span title={t('sensors.skewNote')} className={isSkewed(truth) ? 'skewed' : ''}>
            {' · '}
            {t('sources.clock', { skew: `${skewText(truth.skewMs)} s` })}
          </span>
        )}
        {counts.map((count) => (
          <span key={count}> · {`${t(`sensors.${count}`)} ${formatNumber(truth[count])}`}</span>
        ))}
      </p>
      {id !== null && truth.firstProblem && <p className="note problem">{truth.firstProblem}</p>}
      {failure !== null && <Failure what={t('sources.failed')} reason={failure} />}
    </li>
  );
}

/** Standards go by their own names in every language. */
const NAMES: Partial<Record<SourceKind, string>> = { mqtt: 'MQTT', sensorThings: 'SensorThings', ngsiLd: 'NGSI-LD' };

function kindText(kind: SourceKind, t: ReturnType<typeof useWords>['t']): string {
  return NAMES[kind] ?? t(kind === 'sse' ? 'sources.sse' : 'sources.jsonLines');
}

const EXAMPLE = {
  filter: 'plant/+/level',
  stream: 'sensor.id',
  time: 'ts',
  value: 'reading.level',
  entityType: 'WaterLevelObserved',
};

const POLLED: readonly SourceKind[] = ['sensorThings', 'ngsiLd'];
const ADDRESSES: Record<SourceKind, string> = {
  mqtt: 'wss://broker.example:8084/mqtt',
  sensorThings: 'https://sensors.example/v1.1/',
  ngsiLd: 'https://broker.example/ngsi-ld/v1/',
  sse: 'https://feed.example/events',
  jsonLines: 'https://feed.example/readings.jsonl',
};

/** Name, address, what its messages look like, and which of its streams is which of the city's. */
export function SourcePanel() {
  const { t } = useWords();
  const { panels } = useSurroundings();
  const isOpen = usePanels((state) => state.source);
  if (!isOpen) return null;
  return (
    <Panel
      title={t('sources.add')}
      className="account-panel source-panel"
      onClose={() => panels.getState().showSource(false)}
    >
      <SourceForm />
    </Panel>
  );
}

function SourceForm() {
  const { t } = useWords();
  const { session, panels } = useSurroundings();
  const [kind, setKind] = useState<SourceKind>('mqtt');
  const [isStandard, setStandard] = useState(true);
  const [mqttVersion, setVersion] = useState<4 | 5>(5);
  const [failure, setFailure] = useState<string | null>(null);
  const isFielded = kind === 'sse' || kind === 'jsonLines' || (kind === 'mqtt' && !isStandard);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    try {
      const spec = parseSource({
        id: crypto.randomUUID(),
        name: text('name'),
        kind,
        url: text('url'),
        mqttVersion,
        filter: kind === 'mqtt' && !isStandard ? text('filter') : null,
        fields: isFielded ? { stream: text('stream') || null, time: text('time'), value: text('value') } : null,
        entityType: kind === 'ngsiLd' ? text('entityType') : null,
        ...(POLLED.includes(kind) ? { pollS: Number(text('pollS')) } : {}),
        streams: parseStreams(text('streams')),
      });
      session.post('sources', spec).then(panels.getState().changeSources, tell);
    } catch (error) {
      tell(error);
    }
  };
  const tell = (error: unknown) => setFailure(error instanceof Error ? error.message : String(error));
  return (
    <form className="account-form source-form" onSubmit={submit}>
      <Choice
        label={t('sources.how')}
        value={kind}
        options={SOURCE_KINDS.map((value) => ({ value, label: kindText(value, t) }))}
        onChange={setKind}
      />
      <Text name="name" label={t('sources.name')} maxLength={64} />
      <Text key={kind} name="url" label={t('sources.address')} placeholder={ADDRESSES[kind]} maxLength={2000} />
      {kind === 'mqtt' && (
        <>
          <Choice
            label={t('sources.version')}
            value={mqttVersion}
            options={[
              { value: 5, label: '5' },
              { value: 4, label: '3.1.1' },
            ]}
            onChange={setVersion}
          />
          <Choice
            label={t('sources.messages')}
            value={isStandard ? 'standard' : 'own'}
            options={[
              { value: 'standard', label: t('sources.standard') },
              { value: 'own', label: t('sources.own') },
            ]}
            onChange={(value) => setStandard(value === 'standard')}
          />
          {!isStandard && (
            <Text name="filter" label={t('sources.filter')} placeholder={EXAMPLE.filter} maxLength={256} />
          )}
        </>
      )}
      {isFielded && (
        <>
          <Text
            name="stream"
            label={t(kind === 'mqtt' ? 'sources.streamOrTopic' : 'sources.stream')}
            placeholder={EXAMPLE.stream}
            isOptional={kind === 'mqtt'}
          />
          <div className="pair">
            <Text name="time" label={t('sources.time')} placeholder={EXAMPLE.time} />
            <Text name="value" label={t('sources.value')} placeholder={EXAMPLE.value} />
          </div>
        </>
      )}
      {kind === 'ngsiLd' && <Text name="entityType" label={t('sources.entityType')} placeholder={EXAMPLE.entityType} />}
      {POLLED.includes(kind) && (
        <label>
          {t('sources.every')}
          <input name="pollS" type="number" min={1} max={3600} defaultValue={10} required />
        </label>
      )}
      <label>
        {t('sources.streams')}
        <textarea name="streams" rows={4} required spellCheck={false} placeholder={EXAMPLES[kind]} />
      </label>
      <p className="note">{t('sources.note')}</p>
      {failure !== null && <Failure what={t('sources.failed')} reason={failure} />}
      <p className="form-actions">
        <button type="submit" className="btn primary">
          {t('sources.add')}
        </button>
        <button type="button" className="btn ghost" onClick={() => panels.getState().showSource(false)}>
          {t('common.cancel')}
        </button>
      </p>
    </form>
  );
}

const EXAMPLES: Record<SourceKind, string> = {
  mqtt: '17 = sn-pump-0001/1\nplant/*/level = sn-pond-*/1',
  sensorThings: 'sn-* = sn-*\n42 = sn-river-0001/1',
  ngsiLd: 'urn:ngsi-ld:WaterLevelObserved:7#waterLevel = sn-river-0001/1',
  sse: 'gauge-* = sn-pond-*/1',
  jsonLines: 'gauge-* = sn-pond-*/1',
};

function Text({
  name,
  label,
  placeholder,
  maxLength = 600,
  isOptional = false,
}: {
  name: string;
  label: string;
  placeholder?: string;
  maxLength?: number;
  isOptional?: boolean;
}) {
  const id = useId();
  return (
    <label htmlFor={id}>
      {label}
      <input
        id={id}
        name={name}
        autoComplete="off"
        spellCheck={false}
        required={!isOptional}
        maxLength={maxLength}
        placeholder={placeholder}
      />
    </label>
  );
}
