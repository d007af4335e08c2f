import { useState } from 'react';
import { isFeatureService } from '../../../../model/city/service-kinds.ts';
import { useApp, useController, useService, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { useErrorText } from '../../../kit/reason.ts';
import { useWords } from '../../../kit/words.ts';
import { mayNameSources } from '../../../twin/account.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { ownFilesController } from '../controller.ts';
import { viewBox } from '../view-box.ts';
import { ServiceForm } from './service-form.tsx';
import { type ListedService, ServiceHealth, ServiceSwitch, useServices } from './service-parts.tsx';

/**
 * 外部服务: features, tilesets and maps of services elsewhere, all of them fetched by the hub; an administrator names them and takes them away.
 */
export function Services() {
  const { t } = useWords();
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const { services, load } = useServices();
  const [isAdding, setAdding] = useState(false);
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
  const { t } = useWords();
  const { view, twin } = useApp();
  const reasonOf = useErrorText();
  const session = useService(ACCOUNT_SESSION);
  const { take } = useController(ownFilesController);
  const isAdministrator = useTwin((state) => mayNameSources(state.account));
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { id, name } = service;
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
        {isFeatureService(service) ? (
          <button type="button" className="btn small" disabled={isBusy} onClick={() => run(fetchView)}>
            {isBusy ? t('drop.serviceBusy') : t('drop.serviceFetch')}
          </button>
        ) : (
          <ServiceSwitch service={service} />
        )}
        {isAdministrator && (
          <IconButton
            icon="x"
            label={t('drop.remove', { name })}
            onClick={() =>
              run(async () => {
                twin.getState().setServiceLayer(id, null);
                await session.remove(`feature-services/${encodeURIComponent(id)}`);
              })
            }
          />
        )}
      </p>
      <ServiceHealth service={service} />
      {failure !== null && <ErrorNotice what={t('drop.serviceFailed')} reason={failure} />}
    </div>
  );
}
