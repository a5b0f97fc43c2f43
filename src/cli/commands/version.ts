import { readRelease } from '../../control/release.ts';
import { type Command, refuseOperands } from '../session.ts';

/** Of these files, whether a box runs or not; `status` tells the version of the running one. */
export const versionCommand: Command = {
  name: 'version',
  usage: ['version'],
  options: {},
  async run(session, _options, operands) {
    refuseOperands(operands);
    const release = readRelease(session.world.root);
    const commit = release.commit === null ? '' : ` (${release.commit.slice(0, 12)})`;
    session.answer(release, [`sendybox ${release.version}${commit}, ${release.runtime}`]);
    return 0;
  },
};
