/** Who asks has no right to look: that says something of him and nothing of the box. */
import { type FieldError, fieldError } from '../errors.ts';

/** RGT-02 in place of what reading the file has failed with; null: it failed for another reason. */
export const denial = ({ params }: FieldError): FieldError | null => {
  const errno = params?.errno;
  const file = params?.file ?? params?.directory;
  if (errno !== 'EACCES' && errno !== 'EPERM') return null;
  return fieldError('RGT-02', undefined, file === undefined ? undefined : { file });
};
