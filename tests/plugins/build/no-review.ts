import type { ReviewService } from '../../../src/plugins/build/review-controller.ts';

const never = () => new Promise<never>(() => {});

/** A worker that answers no question about a plan. */
export const noReview: ReviewService = {
  takeCase: async () => {},
  setScenarios: never,
  stop: async () => {},
  checkSpace: never,
  writeBcf: never,
  writeSchedule: never,
  compare: never,
  level: never,
  setLimits: never,
  setNoiseLimits: async () => {},
  effect: never,
  facadesOn: never,
  pitSample: never,
  propose: never,
  remedies: never,
  accept: never,
};
