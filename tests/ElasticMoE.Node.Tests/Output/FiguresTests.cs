using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Tests.Output;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(999.7, "1.00 k")]
    [InlineData(1234, "1.23 k")]
    [InlineData(37.55e9, "37.5 G")]
    [InlineData(7.5e10, "75.0 G")]
    [InlineData(999_950_000, "1.00 G")]
    public void Counts_have_three_digits(double value, string expected) => Assert.Equal(expected, Figures.Count(value));

    [Theory]
    [InlineData(11_005_120, "11.0 M")]
    [InlineData(671e9, "671 B")]
    public void Parameters_are_counted_as_model_names_count_them(double value, string expected) => Assert.Equal(expected, Figures.Parameters(value));

    [Theory]
    [InlineData(22_019_224, "21.0 MiB")]
    [InlineData(17, "17 B")]
    public void Bytes_are_binary(double value, string expected) => Assert.Equal(expected, Figures.Bytes(value));

    [Theory]
    [InlineData(12, "12.0 µs")]
    [InlineData(1500, "1.50 ms")]
    [InlineData(2_345_678, "2.35 s")]
    public void Durations_choose_their_unit(double micros, string expected) => Assert.Equal(expected, Figures.Duration(TimeSpan.FromMicroseconds(micros)));
}
