import { type FormEvent, useId, useState } from 'react';
import { parseSource, parseStreams, SOURCE_KINDS, type SourceKind } from '../../../../model/sensors/sources.ts';
import { useApp, useController, useService, useStore, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, formatTime } from '../../../kit/city-time.ts';
import { ErrorNotice, IconButton, Panel } from '../../../kit/controls.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayNameSources } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import type { SourceState } from '../../../twin/live/service.ts';
import { isSkewed } from '../../../twin/live/truth.ts';
import { feedsController, SOURCE_PANEL } from '../controller.ts';
import { ageText, skewText } from '../sensor-text.ts';

/** 数据源: each by itself with what became of its messages; an administrator names more, and takes them away. */
export function Sources() {
  const { t } = useWords();
  const { panels } = useApp();
  const sources = useTwin((state) => state.feedSources);
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const { areSourcesChanged } = useController(feedsController);
  const isChanged = useStore(areSourcesChanged, (changed) => changed);
  if (sources.length < 2 && !isAdministrator && !isChanged) return null;
  return (
    <section className="sources">
      <header>
        <h3>{t('sources.title')}</h3>
        <span className="space" />
        {isAdministrator && (
          <IconButton icon="plus" label={t('sources.add')} onClick={() => panels.getState().show(SOURCE_PANEL, true)} />
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

function SourceRow({ source: { id, name, kind, status, quality } }: { source: SourceState }) {
  const { t, of } = useWords();
  const reasonOf = useErrorText();
  const { twin } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const changed = useChanged();
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const nowMs = useTwin((state) => Math.floor(state.feedMs / 1000) * 1000);
  const [failure, setFailure] = useState<string | null>(null);
  const forget = () => session.remove(`sources/${id}`).then(changed, (error: unknown) => setFailure(reasonOf(error)));
  const counts = (
    ['lost', 'late', 'duplicate', 'contradicted', 'skewed', 'merged', 'stale', 'invalid'] as const
  ).filter((count) => quality[count] > 0);
  const isLive = status.kind === 'live';
  return (
    <li>
      <p className="source-head">
        <strong>{name ?? t('sources.hub')}</strong>
        {kind && <span className="note">{kindText(kind, t)}</span>}
        <span className="space" />
        <span
          className={`tag ${isLive ? 'live' : 'stale'}`}
          title={status.kind === 'cut' ? of(status.reason) : undefined}
        >
          {status.kind !== 'cut'
            ? t(`sources.status.${status.kind}`)
            : status.hasAnswered
              ? t('sensors.cut', { age: ageText(nowMs - status.sinceMs) })
              : t('sensors.neverHeard')}
        </span>
        {isAdministrator && id !== null && (
          <IconButton icon="x" label={t('sources.forget', { name: name ?? '' })} onClick={forget} />
        )}
      </p>
      <p className="note">
        {t('sources.told', { rate: formatNumber(quality.perS, 1), streams: formatNumber(quality.streams) })}
        {quality.watermark && (
          <span title={t('sensors.watermarkNote', { stream: quality.watermark.stream })}>
            {' · '}
            {t('sources.until', { time: formatTime(cityTime(quality.watermark.ms, twin.city.zone), true) })}
          </span>
        )}
        {quality.skewMs !== null && (
          <span title={t('sensors.skewNote')} className={isSkewed(quality) ? 'skewed' : ''}>
            {' · '}
            {t('sources.clock', { skew: `${skewText(quality.skewMs)} s` })}
          </span>
        )}
        {counts.map((count) => (
          <span key={count}> · {`${t(`sensors.${count}`)} ${formatNumber(quality[count])}`}</span>
        ))}
      </p>
      {id !== null && quality.firstProblem && <p className="note problem">{of(quality.firstProblem)}</p>}
      {failure !== null && <ErrorNotice what={t('sources.failed')} reason={failure} />}
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

/** Says that the list of sources changed since the page was opened, and closes the form. */
function useChanged(): () => void {
  const { panels } = useApp();
  const { areSourcesChanged } = useController(feedsController);
  return () => {
    areSourcesChanged.setState(true, true);
    panels.getState().show(SOURCE_PANEL, false);
  };
}

/** Name, address, what its messages look like, and which of its streams is which of the city's. */
export function SourcePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  return (
    <Panel title={t('sources.add')} className="account-panel source-panel" onClose={onClose}>
      <SourceForm />
    </Panel>
  );
}

/** What the form's buttons choose; the rest is typed. */
interface SourceChoice {
  kind: SourceKind;
  mqttVersion: 4 | 5;
  /** Messages of MQTT are those of SensorThings. */
  isStandard: boolean;
}

/** Whether its messages are JSON of the sender's own making, of which the fields have to be named. */
const hasFields = ({ kind, isStandard }: Pick<SourceChoice, 'kind' | 'isStandard'>): boolean =>
  kind === 'sse' || kind === 'jsonLines' || (kind === 'mqtt' && !isStandard);

/** What was typed, as the source that it describes; throws where it describes none. */
function sourceOfForm(form: FormData, choice: SourceChoice) {
  const { kind, mqttVersion, isStandard } = choice;
  const text = (name: string) => String(form.get(name) ?? '').trim();
  return parseSource({
    id: crypto.randomUUID(),
    name: text('name'),
    kind,
    url: text('url'),
    mqttVersion,
    filter: kind === 'mqtt' && !isStandard ? text('filter') : null,
    fields: hasFields(choice) ? { stream: text('stream') || null, time: text('time'), value: text('value') } : null,
    entityType: kind === 'ngsiLd' ? text('entityType') : null,
    ...(POLLED.includes(kind) ? { pollS: Number(text('pollS')) } : {}),
    streams: parseStreams(text('streams')),
  });
}

function SourceForm() {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const { panels } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const changed = useChanged();
  const [kind, setKind] = useState<SourceKind>('mqtt');
  const [isStandard, setStandard] = useState(true);
  const [mqttVersion, setVersion] = useState<4 | 5>(5);
  const [failure, setFailure] = useState<string | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      const spec = sourceOfForm(new FormData(event.currentTarget), { kind, mqttVersion, isStandard });
      session.post('sources', spec).then(changed, tell);
    } catch (error) {
      tell(error);
    }
  };
  const tell = (error: unknown) => setFailure(reasonOf(error));
  return (
    <form className="account-form source-form" onSubmit={submit}>
      <ChoiceField
        label={t('sources.how')}
        value={kind}
        options={SOURCE_KINDS.map((value) => ({ value, label: kindText(value, t) }))}
        onChange={setKind}
      />
      <Text name="name" label={t('sources.name')} maxLength={64} />
      <Text key={kind} name="url" label={t('sources.address')} placeholder={ADDRESSES[kind]} maxLength={2000} />
      {kind === 'mqtt' && (
        <MqttFields mqttVersion={mqttVersion} isStandard={isStandard} onVersion={setVersion} onStandard={setStandard} />
      )}
      {hasFields({ kind, isStandard }) && <MessageFields kind={kind} />}
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
      {failure !== null && <ErrorNotice what={t('sources.failed')} reason={failure} />}
      <p className="form-actions">
        <button type="submit" className="btn primary">
          {t('sources.add')}
        </button>
        <button type="button" className="btn ghost" onClick={() => panels.getState().show(SOURCE_PANEL, false)}>
          {t('common.cancel')}
        </button>
      </p>
    </form>
  );
}

function MqttFields({
  mqttVersion,
  isStandard,
  onVersion,
  onStandard,
}: {
  mqttVersion: 4 | 5;
  isStandard: boolean;
  onVersion: (version: 4 | 5) => void;
  onStandard: (isStandard: boolean) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <ChoiceField
        label={t('sources.version')}
        value={mqttVersion}
        options={[
          { value: 5, label: '5' },
          { value: 4, label: '3.1.1' },
        ]}
        onChange={onVersion}
      />
      <ChoiceField
        label={t('sources.messages')}
        value={isStandard ? 'standard' : 'own'}
        options={[
          { value: 'standard', label: t('sources.standard') },
          { value: 'own', label: t('sources.own') },
        ]}
        onChange={(value) => onStandard(value === 'standard')}
      />
      {!isStandard && <Text name="filter" label={t('sources.filter')} placeholder={EXAMPLE.filter} maxLength={256} />}
    </>
  );
}

/** Where in a message its stream, time and value stand; of MQTT the topic may be the stream. */
function MessageFields({ kind }: { kind: SourceKind }) {
  const { t } = useWords();
  return (
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
