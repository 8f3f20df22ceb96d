/** The running SDK, if tracing is on; apart from sdk.ts so that nothing of OpenTelemetry's SDK loads when it is off. */
let shutdown: (() => Promise<void>) | undefined;

export const onTelemetryStarted = (stop: () => Promise<void>): void => {
  shutdown = stop;
};

/** Sends what is still held back; bounded by the exporter's own timeout. */
export async function stopTelemetry(): Promise<void> {
  await shutdown?.();
}
