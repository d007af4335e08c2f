import { useState } from 'react';
import type { OwnSensor } from '../../../../model/sensors/own-sensors.ts';
import { useApp, useController, useQuery, useService, useStore, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, IconButton, Panel, Quantity, Skeleton } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayConnectSensors } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { feedsController, OWN_PANEL } from '../controller.ts';
import { deviceSettings } from '../device-settings.ts';
import { valueText } from '../sensor-text.ts';
import { OwnSensorForm } from './own-form.tsx';
import { OwnListForm } from './own-list-form.tsx';

/** What the window shows: the list, the form of one, or how the device of one is set up. */
type Shown =
  | { kind: 'list' }
  | { kind: 'import' }
  | { kind: 'form'; id: string | null }
  | { kind: 'device'; id: string };

const SIGHT_RADIUS_M = 40;

const TITLES = { list: 'own.title', import: 'ownList.title', device: 'own.device' } as const;

/** 自有监测设备: what users of the city connected; who keeps the catalogue connects more, changes them and takes them away. */
export function OwnSensorsPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const feeds = useController(feedsController);
  const own = useStore(feeds.own, (list) => list);
  const mayConnect = useTwin((state) => mayConnectSensors(state.account));
  const [shown, setShown] = useState<Shown>(
    own.length === 0 && mayConnect ? { kind: 'form', id: null } : { kind: 'list' },
  );
  const toList = () => setShown({ kind: 'list' });
  const sensor =
    shown.kind === 'list' || shown.kind === 'import' ? null : (own.find(({ id }) => id === shown.id) ?? null);
  const title = t(shown.kind === 'form' ? (sensor ? 'own.change' : 'own.add') : TITLES[shown.kind]);
  return (
    <Panel title={title} className="account-panel source-panel own-panel" onClose={onClose}>
      {shown.kind === 'form' && mayConnect ? (
        <OwnSensorForm
          key={shown.id}
          sensor={sensor}
          onDone={(id) => setShown({ kind: 'device', id })}
          onCancel={toList}
        />
      ) : shown.kind === 'import' && mayConnect ? (
        <OwnListForm onDone={toList} onCancel={toList} />
      ) : shown.kind === 'device' && mayConnect ? (
        <DeviceSetup id={shown.id} onBack={toList} />
      ) : (
        <OwnList own={own} mayConnect={mayConnect} onShow={setShown} />
      )}
    </Panel>
  );
}

function OwnList({
  own,
  mayConnect,
  onShow,
}: {
  own: readonly OwnSensor[];
  mayConnect: boolean;
  onShow: (shown: Shown) => void;
}) {
  const { t } = useWords();
  return (
    <div className="own-list">
      {own.length === 0 && <EmptyState icon="pin">{t('own.none')}</EmptyState>}
      {mayConnect ? (
        <p className="form-actions">
          <button type="button" className="btn primary" onClick={() => onShow({ kind: 'form', id: null })}>
            <Icon name="plus" />
            {t('own.add')}
          </button>
          <button type="button" className="btn" onClick={() => onShow({ kind: 'import' })}>
            {t('ownList.title')}
          </button>
        </p>
      ) : (
        <p className="note">{t('own.needsAdministrator')}</p>
      )}
      <ul>
        {own.map((one) => (
          <OwnRow key={one.id} one={one} mayConnect={mayConnect} onShow={onShow} />
        ))}
      </ul>
    </div>
  );
}

function OwnRow({ one, mayConnect, onShow }: { one: OwnSensor; mayConnect: boolean; onShow: (shown: Shown) => void }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const feeds = useController(feedsController);
  useTwin((state) => Math.floor(state.feedMs / 1000));
  const { id, name, kind, topic, unit } = one;
  const live = feeds.live();
  const sensor = live?.ofObject(id).find((index) => live.sensors[index].id === id);
  const stream = live && sensor !== undefined ? live.firstStream[sensor] : null;
  const reading = valueText(live && stream !== null ? live.values[stream] : Number.NaN, unit);
  const goThere = () => {
    if (!live || sensor === undefined) return;
    twin.getState().select(live.gidOf(sensor));
    const [eastM, northM, upM] = live.placesM.subarray(3 * sensor, 3 * sensor + 3);
    view.flyToPlace({ eastM, northM, upM, radiusM: SIGHT_RADIUS_M });
  };
  const label = feeds.kinds().kindOf(kind)?.label;
  return (
    <li>
      <p className="source-head">
        <button type="button" className="own-name" onClick={goThere}>
          {of(name)}
        </button>
        <span className="space" />
        <Quantity value={reading.value} unit={reading.unit} />
      </p>
      <p className="note">
        {label ? of(label) : kind} · <span className="mono">{id}</span> · <span className="mono">{topic}</span>
      </p>
      {mayConnect && (
        <p className="own-actions">
          <button type="button" className="btn small" onClick={() => onShow({ kind: 'device', id })}>
            {t('own.device')}
          </button>
          <button type="button" className="btn small" onClick={() => onShow({ kind: 'form', id })}>
            {t('own.edit')}
          </button>
          <RemoveButton one={one} />
        </p>
      )}
    </li>
  );
}

/** Asks once more: what the sensor measured goes with it. */
function RemoveButton({ one: { id } }: { one: OwnSensor }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const feeds = useController(feedsController);
  const session = useService(ACCOUNT_SESSION);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const remove = () =>
    session.remove(`own-sensors/${id}`).then(
      () => feeds.readOwnSensors(),
      (error: unknown) => setFailure(reasonOf(error)),
    );
  if (failure !== null) return <ErrorNotice what={t('own.failed')} reason={failure} />;
  if (!isAsking)
    return (
      <button type="button" className="btn small ghost" onClick={() => setAsking(true)}>
        {t('own.remove')}
      </button>
    );
  return (
    <span className="own-sure">
      <span className="note">{t('own.sure')}</span>
      <button type="button" className="btn small" onClick={remove}>
        {t('own.remove')}
      </button>
      <button type="button" className="btn small ghost" onClick={() => setAsking(false)}>
        {t('common.cancel')}
      </button>
    </span>
  );
}

/** What the device needs to speak, with a command that sends its first reading. */
function DeviceSetup({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useWords();
  const { hubUrl } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const answer = useQuery(`device ${id}`, async () =>
    deviceSettings(await session.post(`own-sensors/${id}/device`, {}), hubUrl),
  );
  return (
    <div className="own-device">
      {answer.kind === 'asking' && <Skeleton />}
      {answer.kind === 'failed' && <ErrorNotice what={t('own.failed')} reason={answer.reason} />}
      {answer.kind === 'answered' && (
        <>
          <p className="note">{t('own.deviceNote')}</p>
          <dl>
            <Setting name={t('own.address')} value={answer.answer.host} />
            <Setting name={t('own.port')} value={`${answer.answer.port}${answer.answer.isTls ? ' (TLS)' : ''}`} />
            <Setting name={t('own.user')} value={answer.answer.name} />
            <Setting name={t('own.password')} value={answer.answer.password} />
            <Setting name={t('own.topic')} value={answer.answer.topic} />
          </dl>
          {answer.answer.isLocal && <p className="note warn">{t('own.localPort')}</p>}
          <Command name="MQTT" text={answer.answer.mqttCommand} />
          <Command name="HTTP" text={answer.answer.httpCommand} />
          <p className="note">{t('own.waiting')}</p>
          <OwnReading id={id} />
        </>
      )}
      <p className="form-actions">
        <button type="button" className="btn" onClick={onBack}>
          {t('own.toList')}
        </button>
      </p>
    </div>
  );
}

/** Whether its first reading came. */
function OwnReading({ id }: { id: string }) {
  const { t } = useWords();
  const feeds = useController(feedsController);
  useTwin((state) => state.feedFrames);
  const live = feeds.live();
  const sensor = live?.ofObject(id).find((index) => live.sensors[index].id === id);
  if (!live || sensor === undefined) return null;
  const stream = live.firstStream[sensor];
  const { value, unit } = valueText(live.values[stream], live.sensors[sensor].datastreams[0].unit);
  return (
    <p className="own-reading" role="status">
      {t('own.reading')} <Quantity value={value} unit={unit} />
    </p>
  );
}

function Setting({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="mono">{value}</dd>
    </div>
  );
}

function Command({ name, text }: { name: string; text: string }) {
  const { t } = useWords();
  const { panels } = useApp();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => panels.getState().notify(t('own.copied')),
      () => panels.getState().notify(t('own.copyFailed')),
    );
  return (
    <div className="own-command">
      <p className="source-head">
        <strong>{name}</strong>
        <span className="space" />
        <button type="button" className="btn small" onClick={copy}>
          {t('own.copy')}
        </button>
      </p>
      <pre className="mono">{text}</pre>
    </div>
  );
}

/** In the window of the feed's health: how many there are, and the way to them. */
export function OwnSensorsLine() {
  const { t } = useWords();
  const { panels } = useApp();
  const feeds = useController(feedsController);
  const count = useStore(feeds.own, (list) => list.length);
  const mayConnect = useTwin((state) => mayConnectSensors(state.account));
  if (count === 0 && !mayConnect) return null;
  return (
    <section className="sources">
      <header>
        <h3>{t('own.title')}</h3>
        <span className="note">{formatNumber(count)}</span>
        <span className="space" />
        <IconButton icon="plus" label={t('own.open')} onClick={() => panels.getState().show(OWN_PANEL, true)} />
      </header>
    </section>
  );
}

/** On the desk of a city without sensors: what will stand here, and the way to the first one. */
export function FirstSensor() {
  const { t } = useWords();
  const { panels } = useApp();
  const account = useTwin((state) => state.account);
  const mayConnect = mayConnectSensors(account);
  return (
    <div className="first-sensor">
      <EmptyState icon="pin">{t('own.noSensors')}</EmptyState>
      {mayConnect ? (
        <button type="button" className="btn primary" onClick={() => panels.getState().show(OWN_PANEL, true)}>
          <Icon name="plus" />
          {t('own.first')}
        </button>
      ) : (
        <p className="note">{t('own.needsAdministrator')}</p>
      )}
    </div>
  );
}
