import { expose } from 'comlink';
import { planFacts } from './plan-facts.ts';
import type { ConstructionService } from './service.ts';

const service: ConstructionService = {
  open: async (bytes, file) => planFacts(bytes, file),
};
expose(service);
