using ElasticMoE.Placement.Autoscaling;

namespace ElasticMoE.Placement.Tests.Autoscaling;

public sealed class SeasonWindowTests
{
    [Theory]
    [InlineData("2026-11-02T08:59", false)]
    [InlineData("2026-11-02T09:00", true)]
    [InlineData("2026-11-02T16:59", true)]
    [InlineData("2026-11-02T17:00", false)]
    [InlineData("2026-11-07T10:00", false)]
    public void OfficeHoursOnWorkingDays(string moment, bool expected) => Assert.Equal(expected, Contains(moment, new SeasonWindow
    {
        Begin = new(9, 0),
        End = new(17, 0),
        Days = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
    }));

    [Theory]
    [InlineData("2026-11-06T21:59", false)]
    [InlineData("2026-11-06T22:00", true)]
    [InlineData("2026-11-07T05:59", true)]
    [InlineData("2026-11-07T06:00", false)]
    [InlineData("2026-11-07T23:00", false)]
    public void ANightBelongsToTheDayOnWhichItBegan(string moment, bool expected) =>
        Assert.Equal(expected, Contains(moment, new SeasonWindow { Begin = new(22, 0), End = new(6, 0), Days = [DayOfWeek.Friday] }));

    [Theory]
    [InlineData("2026-11-30T23:59", false)]
    [InlineData("2026-12-01T00:00", true)]
    [InlineData("2026-12-24T23:59", true)]
    [InlineData("2026-12-25T00:00", false)]
    public void DatesHoldFromTheFirstToTheLastDay(string moment, bool expected) =>
        Assert.Equal(expected, Contains(moment, new SeasonWindow { From = new(2026, 12, 1), To = new(2026, 12, 24) }));

    private static bool Contains(string moment, SeasonWindow window) => window.Contains(DateTimeOffset.Parse(moment + "Z"));
}
