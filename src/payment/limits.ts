// Bounds of the gateway contract that the payment rules need.
/** `GET pos/payment` with `wait` is held at most this long. */
export const maxWaitSeconds = 25;

/** The gateway lets a payment live this much longer than the box waits, so that a last question finds it. */
export const expiryMarginSeconds = 30;
