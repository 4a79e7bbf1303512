/* SPDX-License-Identifier: EUPL-1.2
 *
 * Command line: the door for terminals and scripts.  Data on standard output, words on standard error; exit codes 0 ok,
 * 1 check failed or nothing found, 2 usage, 3 refused, 4 damaged, 5 busy, 6 disk or system fault.
 */
#ifndef FYR_DOORS_CLI_H
#define FYR_DOORS_CLI_H

/* Runs one command; returns its exit code. */
int cli(int argc, char **argv);

#endif
