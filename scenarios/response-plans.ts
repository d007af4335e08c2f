import { parseResponsePlan, type ResponsePlan } from '../model/incidents/response-plan.ts';
import crowd from './response-plan-crowd.json' with { type: 'json' };
import flood from './response-plan-flood.json' with { type: 'json' };
import gas from './response-plan-gas.json' with { type: 'json' };
import search from './response-plan-search.json' with { type: 'json' };

/** 预案 for a city that brings none of its own; each says in itself that its limits are this project's. */
export const DEFAULT_PLANS: readonly ResponsePlan[] = [
  parseResponsePlan(flood, 'flood.json'),
  parseResponsePlan(gas, 'gas.json'),
  parseResponsePlan(crowd, 'crowd.json'),
  parseResponsePlan(search, 'search.json'),
];
