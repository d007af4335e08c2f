import { useCallback, useEffect, useState } from 'react';
import type { NamedService } from '../../../../model/city/feature-service.ts';
import { isFeatureService } from '../../../../model/city/service-kinds.ts';
import type { Message } from '../../../../model/text/message.ts';
import { useApp, useController, useService, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { useWords } from '../../../kit/words.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import { hasHub } from '../../../twin/has-hub.ts';
import { ownFilesController } from '../controller.ts';

/** A service as the hub lists it. */
export type ListedService = NamedService & { health: { count: number | null; problems: readonly Message[] } | null };

/** The services that the hub has; null: none are known, or there is no hub. A service that fails has its health read anew. */
export function useServices(): { services: readonly ListedService[] | null; load: () => Promise<void> } {
  const { hubUrl } = useApp();
  const session = useService(ACCOUNT_SESSION);
  const failed = useTwin(({ serviceLayers }) =>
    Object.values(serviceLayers)
      .map(({ service, status }) => (status === 'failed' ? service.id : ''))
      .join(' '),
  );
  const account = useTwin((state) => state.account?.name);
  const [services, setServices] = useState<readonly ListedService[] | null>(null);
  const load = useCallback(async () => {
    if (!(await hasHub(hubUrl))) return;
    const answer = (await session.get('feature-services')) as { services: ListedService[] };
    setServices(answer.services);
  }, [hubUrl, session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who asks, and what failed, are reasons to read the list anew
  useEffect(() => {
    // A server of plain files has no such list.
    load().catch(() => setServices(null));
  }, [load, failed, account]);
  return { services, load };
}

/** Shows a tileset or map on the picture or hides it. */
export function ServiceSwitch({ service }: { service: ListedService }) {
  const { t } = useWords();
  const { showService } = useController(ownFilesController);
  const isShown = useTwin(({ serviceLayers }) => service.id in serviceLayers);
  if (isFeatureService(service)) return null;
  const { health: _, ...named } = service;
  return (
    <Switch
      label={t('drop.serviceShow', { name: service.name })}
      on={isShown}
      onChange={(on) => showService(named, on)}
    />
  );
}

/** Says what was wrong with the last answers of a service. */
export function ServiceHealth({ service: { health } }: { service: ListedService }) {
  const { of } = useWords();
  return health?.problems.map((problem) => (
    <p key={problem.code} className="note problem">
      {of(problem.text)}
    </p>
  ));
}
