# Reads a result of zonecast with ncdf4 (Debian: r-cran-ncdf4): the chances of all targets, and the fan of one observable.
#
#   Rscript notebooks/read_result.R hunan.h5 [fan.png]

library(ncdf4)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1) stop("usage: Rscript read_result.R RESULT [PICTURE]")
result <- nc_open(arguments[1])

# What was run: global attributes.
cat(ncatt_get(result, 0, "title")$value, "\n")
cat(ncatt_get(result, 0, "replicates")$value, "replicates, seed", ncatt_get(result, 0, "seed")$value, "\n\n")

# Targets: variables along the dimension "target" make a data frame.
card <- data.frame(
  target = ncvar_get(result, "target"),
  name = ncvar_get(result, "target_name_en"),
  threshold = ncvar_get(result, "target_threshold"),
  chance = ncvar_get(result, "target_chance"),
  low = ncvar_get(result, "target_chance_low"),
  high = ncvar_get(result, "target_chance_high")
)
print(card[order(-card$chance), c("target", "chance", "low", "high", "name")], row.names = FALSE, digits = 3)

# A fan: R has the dimensions in the opposite order of the file, so (province, year, quantile) becomes [quantile, year].
years <- ncvar_get(result, "year")
levels <- ncvar_get(result, "quantile")
fan <- ncvar_get(result, "province_hnte_count_quantile")
stopifnot(identical(dim(fan), c(length(levels), length(years))))
dimnames(fan) <- list(quantile = levels, year = years)
cat("\n", ncatt_get(result, "province_hnte_count_quantile", "long_name")$value, "\n")
print(t(fan), digits = 6)

if (length(arguments) > 1) {
  png(arguments[2], width = 700, height = 400)
  matplot(years, t(fan), type = "l", lty = c(3, 3, 2, 1, 2, 3, 3), col = "black", xlab = "year", ylab = "enterprises",
          main = "Certified high-tech enterprises: quantiles")
  invisible(dev.off())
}
nc_close(result)
