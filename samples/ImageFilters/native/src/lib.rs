//! Filters for images, for .NET: bytes in, bytes out.
//!
//! Unless it says otherwise, an image is grey: a byte for each pixel, row by row.

use std::fmt;
use std::num::NonZeroU32;

use rust_interop::{Bytes, Record};
use serde::Serialize;

/// Up to here, no sum is too large.
const LARGEST: u32 = 100;

/// Why there is no image.
#[derive(Debug, PartialEq, Serialize, Record)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ImageError {
    /// The bytes are no whole number of pixels or rows.
    Incomplete { length: usize, row: usize },
    /// A radius or a factor is too large.
    TooLarge { number: u32 },
}

impl fmt::Display for ImageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete { length, row } => write!(formatter, "{length} bytes cannot be divided by {row}"),
            Self::TooLarge { number } => write!(formatter, "{number} is larger than {LARGEST}"),
        }
    }
}

/// How bright each pixel is, of an image with four bytes for each: red, green, blue and alpha.
#[rust_interop::export]
fn grayscale(rgba: &[u8]) -> Result<Bytes, ImageError> {
    let (pixels, rest) = rgba.as_chunks();
    if !rest.is_empty() {
        return Err(ImageError::Incomplete { length: rgba.len(), row: 4 });
    }
    // The weights of ITU-R BT.601, in parts of 256.
    let brightness = |&[red, green, blue, _]: &[u8; 4]| {
        average(77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue), 256)
    };
    Ok(pixels.iter().map(brightness).collect::<Vec<_>>().into())
}

/// Makes each pixel the average of the square around it. Outside the image, the pixels are those at its edge.
#[rust_interop::export]
fn blur(pixels: &[u8], width: NonZeroU32, radius: u32) -> Result<Bytes, ImageError> {
    let width = width.get() as usize;
    let rows = rows(pixels, width)?;
    let side = 2 * at_most(radius)? + 1;
    let radius = radius as usize;
    if rows.is_empty() {
        return Ok(Vec::new().into());
    }
    // The square around (x, y) begins at (column(x), row(y)), and ends at (column(x + side - 1), row(y + side - 1)).
    let row = |y: usize| rows[y.saturating_sub(radius).min(rows.len() - 1)];
    let column = |x: usize| x.saturating_sub(radius).min(width - 1);

    let mut blurred = Vec::with_capacity(pixels.len());
    // For each column, the sum of its pixels in the rows of the square.
    let mut sums = vec![0; width];
    (0..side - 1).for_each(|y| add(&mut sums, row(y)));
    for y in 0..rows.len() {
        add(&mut sums, row(y + side - 1));
        let mut sum: u32 = (0..side - 1).map(|x| sums[column(x)]).sum();
        blurred.extend((0..width).map(|x| {
            sum += sums[column(x + side - 1)];
            let pixel = average(sum, side * side);
            sum -= sums[column(x)];
            pixel
        }));
        subtract(&mut sums, row(y));
    }
    Ok(blurred.into())
}

/// Makes each square of pixels one pixel. What is left at the right and below is cut off.
#[rust_interop::export]
fn shrink(pixels: &[u8], width: NonZeroU32, factor: NonZeroU32) -> Result<Bytes, ImageError> {
    let width = width.get() as usize;
    let rows = rows(pixels, width)?;
    let side = at_most(factor.get())?;

    let mut shrunk = Vec::with_capacity(pixels.len() / (side * side));
    for band in rows.chunks_exact(side) {
        let mut sums = vec![0; width / side];
        for row in band {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks_exact(side)) {
                *sum += pixels.iter().map(|&pixel| u32::from(pixel)).sum::<u32>();
            }
        }
        shrunk.extend(sums.into_iter().map(|sum| average(sum, side * side)));
    }
    Ok(shrunk.into())
}

fn rows(pixels: &[u8], width: usize) -> Result<Vec<&[u8]>, ImageError> {
    if pixels.len().is_multiple_of(width) {
        Ok(pixels.chunks_exact(width).collect())
    } else {
        Err(ImageError::Incomplete { length: pixels.len(), row: width })
    }
}

fn at_most(number: u32) -> Result<usize, ImageError> {
    if number <= LARGEST { Ok(number as usize) } else { Err(ImageError::TooLarge { number }) }
}

fn add(sums: &mut [u32], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, &pixel)| *sum += u32::from(pixel));
}

fn subtract(sums: &mut [u32], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, &pixel)| *sum -= u32::from(pixel));
}

/// Rounded.
fn average(sum: u32, count: usize) -> u8 {
    let count = count as u32;
    ((sum + count / 2) / count) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: u32) -> NonZeroU32 {
        NonZeroU32::new(number).unwrap()
    }

    #[test]
    fn grayscale_weighs_the_colours_and_ignores_alpha() {
        let rgba = [255, 0, 0, 9, 0, 255, 0, 9, 0, 0, 255, 9, 255, 255, 255, 9];
        assert_eq!(grayscale(&rgba).unwrap()[..], [77, 149, 29, 255]);
    }

    #[test]
    fn blur_averages_the_square_around_each_pixel() {
        let pixels = [0, 0, 0, 0, 0, 90, 0, 0, 0, 0, 0, 0];
        assert_eq!(blur(&pixels, number(4), 1).unwrap()[..], [10, 10, 10, 0, 10, 10, 10, 0, 10, 10, 10, 0]);
        assert_eq!(blur(&pixels, number(4), 0).unwrap()[..], pixels);
    }

    #[test]
    fn blur_continues_the_edges_outside_the_image() {
        assert_eq!(blur(&[200; 6], number(3), 100).unwrap()[..], [200; 6]);
        assert_eq!(blur(&[90, 0], number(1), 1).unwrap()[..], [60, 30]);
        assert_eq!(blur(&[90, 0], number(2), 1).unwrap()[..], [60, 30]);
    }

    #[test]
    fn shrink_averages_squares_and_cuts_off_the_rest() {
        let pixels = [10, 20, 1, 1, 9, 30, 41, 1, 1, 9, 9, 9, 9, 9, 9];
        assert_eq!(shrink(&pixels, number(5), number(2)).unwrap()[..], [25, 1]);
    }

    #[test]
    fn images_without_pixels_stay_empty() {
        assert!(grayscale(&[]).unwrap().is_empty());
        assert!(blur(&[], number(4), 3).unwrap().is_empty());
        assert!(shrink(&[], number(4), number(3)).unwrap().is_empty());
        assert!(shrink(&[1; 4], number(2), number(3)).unwrap().is_empty());
    }

    #[test]
    fn bytes_that_are_no_rows_are_an_error() {
        assert_eq!(grayscale(&[1; 7]).unwrap_err(), ImageError::Incomplete { length: 7, row: 4 });
        assert_eq!(blur(&[1; 7], number(2), 1).unwrap_err(), ImageError::Incomplete { length: 7, row: 2 });
        assert_eq!(shrink(&[1; 7], number(3), number(1)).unwrap_err(), ImageError::Incomplete { length: 7, row: 3 });
    }

    #[test]
    fn numbers_that_are_too_large_are_an_error() {
        assert_eq!(blur(&[1; 4], number(2), 101).unwrap_err(), ImageError::TooLarge { number: 101 });
        assert_eq!(shrink(&[1; 4], number(2), number(101)).unwrap_err(), ImageError::TooLarge { number: 101 });
    }
}
