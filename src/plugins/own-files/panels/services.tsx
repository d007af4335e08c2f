import { useCallback, useEffect, useState } from 'react';
import {
  FEATURE_SERVICE_CRS,
  FEATURE_SERVICE_KINDS,
  type FeatureService,
} from '../../../../model/city/feature-service.ts';
import type { Message } from '../../../../model/text/message.ts';
import { useApp, useController, useService, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayNameSources } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { hasHub } from '../../../twin/has-hub.ts';
import { ownFilesController } from '../controller.ts';
import { viewBox } from '../view-box.ts';

/** A service as the hub lists it. */
type ListedService = FeatureService & { health: { count: number | null; problems: readonly Message[] } | null };

/** 外部服务: features of services elsewhere, fetched by the hub for what is in view; an administrator names them and takes them away. */
export function Services() {
  const { t } = useWords();
  const { hubUrl } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const [services, setServices] = useState<readonly ListedService[] | null>(null);
  const [isAdding, setAdding] = useState(false);
  const load = useCallback(async () => {
    if (!(await hasHub(hubUrl))) return;
    const answer = (await session.get('feature-services')) as { services: ListedService[] };
    setServices(answer.services);
  }, [hubUrl, session]);
  useEffect(() => {
    // A server of plain files has no such list.
    load().catch(() => setServices(null));
  }, [load]);
  if (services === null || (services.length === 0 && !isAdministrator)) return null;
  return (
    <section className="drop-services" aria-label={t('drop.services')}>
      <header>
        <h3>{t('drop.services')}</h3>
        <span className="space" />
        {isAdministrator && (
          <IconButton icon="plus" label={t('drop.serviceAdd')} onClick={() => setAdding(!isAdding)} />
        )}
      </header>
      {isAdding && <ServiceForm onDone={() => void load().finally(() => setAdding(false))} />}
      {services.map((service) => (
        <ServiceRow key={service.id} service={service} onChange={() => void load()} />
      ))}
    </section>
  );
}

function ServiceRow({ service, onChange }: { service: ListedService; onChange: () => void }) {
  const { t, of } = useWords();
  const { view } = useApp();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const { take } = useController(ownFilesController);
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { id, name, health } = service;
  const fetchView = async () => {
    const box = await viewBox((x, y) => view.surfaceAt(x, y), window.innerWidth, window.innerHeight);
    if (!box) return setFailure(t('drop.serviceSky'));
    const bytes = await session.download(`feature-services/${encodeURIComponent(id)}/items?bbox=${box.join(',')}`);
    const { features } = JSON.parse(new TextDecoder().decode(bytes)) as { features: object[] };
    setFailure(features.length === 0 ? t('drop.serviceEmpty') : null);
    if (features.length === 0) return;
    const blob = new Blob([JSON.stringify({ type: 'FeatureCollection', features })]);
    take({ files: [{ name: `${name.replaceAll(/[\\/]/g, '-')}.geojson`, blob }], refused: [] });
  };
  const run = (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    work()
      .catch((error: unknown) => setFailure(reasonOf(error)))
      .finally(() => {
        setBusy(false);
        onChange();
      });
  };
  return (
    <div className="drop-service">
      <p className="row-head">
        <b className="name" title={service.url}>
          {name}
        </b>
        <span className="space" />
        <button type="button" className="btn small" disabled={isBusy} onClick={() => run(fetchView)}>
          {isBusy ? t('drop.serviceBusy') : t('drop.serviceFetch')}
        </button>
        {isAdministrator && (
          <IconButton
            icon="x"
            label={t('drop.remove', { name })}
            onClick={() => run(() => session.remove(`feature-services/${encodeURIComponent(id)}`))}
          />
        )}
      </p>
      {health?.problems.map((problem) => (
        <p key={problem.code} className="note problem">
          {of(problem.text)}
        </p>
      ))}
      {failure !== null && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
    </div>
  );
}

type ServiceDraft = Pick<FeatureService, 'name' | 'kind' | 'url' | 'layer' | 'crs'>;
const EMPTY: ServiceDraft = { name: '', kind: 'oapif', url: '', layer: '', crs: 'CRS84' };
/** Standards go by their own names in every language. */
const KIND_NAMES = { oapif: 'OGC API – Features', wfs: 'WFS 2.0' } as const;

function ServiceForm({ onDone }: { onDone: () => void }) {
  const { t } = useWords();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const [draft, setDraft] = useState(EMPTY);
  const [failure, setFailure] = useState<string | null>(null);
  const put = (part: Partial<ServiceDraft>) => setDraft({ ...draft, ...part });
  const add = () =>
    void session
      .post('feature-services', { id: crypto.randomUUID(), ...draft })
      .then(onDone, (error: unknown) => setFailure(reasonOf(error)));
  return (
    <div className="drop-service-form">
      <ChoiceField
        label={t('drop.serviceKind')}
        value={draft.kind}
        options={FEATURE_SERVICE_KINDS.map((value) => ({ value, label: KIND_NAMES[value] }))}
        onChange={(kind) => put({ kind })}
      />
      <TextField label={t('drop.serviceName')} value={draft.name} onChange={(name) => put({ name })} />
      <TextField
        label={t('drop.serviceAddress')}
        value={draft.url}
        hint="https://gis.example/api"
        onChange={(url) => put({ url })}
      />
      <TextField label={t('drop.serviceLayer')} value={draft.layer} onChange={(layer) => put({ layer })} />
      <ChoiceField
        label={t('drop.crsField')}
        value={draft.crs}
        options={FEATURE_SERVICE_CRS.map((value) => ({ value, label: value }))}
        onChange={(crs) => put({ crs })}
      />
      <p className="note">{t('drop.serviceNote')}</p>
      {failure !== null && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
      <button type="button" className="btn small primary" onClick={add}>
        {t('drop.serviceAdd')}
      </button>
    </div>
  );
}
