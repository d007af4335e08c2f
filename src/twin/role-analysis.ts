import type { EngineId } from '../../model/runs/engine-id.ts';
import type { AnalysisQuestions } from '../../workers/shared/analysis.ts';
import type { EngineTypes } from '../../workers/shared/engine.ts';
import type { LentLayer } from '../../workers/shared/lent-layers.ts';
import { type AnalysisController, openAnalysis } from './analysis.ts';
import type { EngineHost } from './engine-host.ts';
import { openLending } from './lent-layers.ts';
import type { Services } from './services.ts';
import type { TwinState } from './slice.ts';
import type { Twin } from './twin.ts';

/** An analysis that counts with the roles of layers that hold when it is asked. */
export interface RoleAnalysis<Facts, Request, Result> extends AnalysisController<Facts, Request, Result> {
  /** Whether the last analysis was made with these roles. */
  isOfRoles(roles: TwinState['layerRoles']): boolean;
}

interface RoleTypes<Facts, Request, Result> extends EngineTypes {
  facts: Facts;
  questions: AnalysisQuestions<Request, Result> & { lend(layers: readonly LentLayer[]): Promise<Facts> };
}

/** Asks an engine of analyses whose answers hang on roles: it is lent what it must know before it is asked. */
export function openRoleAnalysis<Facts, Request, Result>(
  app: { twin: Twin; engines: EngineHost } & Pick<Services, 'service'>,
  plugin: string,
  engine: EngineId,
): RoleAnalysis<Facts, Request, Result> {
  const { twin, engines } = app;
  const client = engines.engine<RoleTypes<Facts, Request, Result>>(engine);
  const lend = openLending(app, (layers) => client.questions.lend(layers));
  let rolesThen: TwinState['layerRoles'] | null = null;

  async function facts(): Promise<Facts> {
    const opened = await client.open();
    return (await lend()) ?? opened;
  }

  const analysis = openAnalysis<Facts, Request, Result>(app, plugin, engine, async () => {
    rolesThen = twin.getState().layerRoles;
    await facts();
  });
  return { ...analysis, facts, isOfRoles: (roles) => roles === rolesThen, close() {} };
}
