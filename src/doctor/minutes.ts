/** `2026-11-24 06:44`: an instant as the shop's clock shows it. */
export const localMinutes =
  (timeZone: string) =>
  (epochMs: number): string => {
    if (!Number.isFinite(epochMs)) return '?';
    const local = Temporal.Instant.fromEpochMilliseconds(Math.round(epochMs)).toZonedDateTimeISO(timeZone);
    return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
  };
