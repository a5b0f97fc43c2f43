import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/machine/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'outside',
          include: ['test/integration/**/*.test.ts', 'test/simulation/**/*.test.ts', 'test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
