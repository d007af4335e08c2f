/** Takes work of which the last asked for matters, as answers about a form that somebody still changes. */
type Queue = (isWanted: () => boolean, work: () => Promise<void>) => Promise<void>;

/** One piece of work after the other; what nobody wants any more when its turn comes is passed over. The work tells of its failures itself. */
export function oneByOne(): Queue {
  let before = Promise.resolve();
  return (isWanted, work) => {
    before = before.then(() => (isWanted() ? work() : undefined));
    return before;
  };
}
