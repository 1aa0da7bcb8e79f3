// GSL as Wavetank sees it: its headers, and getters for its globals, which Swift 6 refuses.
#ifndef WAVETANK_CGSL_SHIM_H
#define WAVETANK_CGSL_SHIM_H

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_statistics.h>

#endif
