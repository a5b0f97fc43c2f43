/** Stands for an actor that the composition root or a test provides. */
export const unprovided = (): never => {
  throw new Error('broken invariant: an actor was not provided');
};
