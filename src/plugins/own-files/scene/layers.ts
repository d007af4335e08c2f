import { firstFileOf } from '../../../../model/city/service-kinds.ts';
import type { App } from '../../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../../twin/account-session.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { ownFilesController } from '../controller.ts';
import type { DrawnServices } from './drawn-services.ts';

const FILES = 'feature-services';

const drawnLayer: SceneLayer<DrawnServices, App> = {
  id: 'own-files.services',
  // Where a service stands and how it fares is no part of its picture.
  key: ({ serviceLayers, account }) =>
    `${account?.name} ${Object.values(serviceLayers).map(({ service, opacityRatio, offsetM }) => `${service.id} ${opacityRatio} ${offsetM}`)}`,
  of: ({ serviceLayers }, app) => {
    const headers = app.service(ACCOUNT_SESSION)?.headers() ?? {};
    const services = Object.values(serviceLayers).map(({ service, opacityRatio, offsetM }) => {
      const base = `${app.hubUrl}${FILES}/${encodeURIComponent(service.id)}`;
      const url =
        service.kind === '3dtiles'
          ? `${base}/files/${encodeURIComponent(firstFileOf(service))}`
          : `${base}/tiles/{z}/{x}/{y}`;
      return { service, opacityRatio, offsetM, url, headers };
    });
    return { services, look: app.controllerOf(ownFilesController).lookAtMap };
  },
  open: { globe: async () => (await import('./globe.ts')).openServices },
};

/** What services elsewhere draw into the picture. */
export const serviceSceneLayers = [drawnLayer] as const;
