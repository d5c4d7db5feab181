using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Settings;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Testing;

namespace ElasticMoE.Placement.Tests.Configuration;

/// <summary>docs/configuration.md lists every knob with its default.</summary>
public sealed class ConfigurationPageTests
{
    public static TheoryData<Type> Settings => [typeof(PlannerSettings), typeof(AutoscalerSettings)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void ThePageListsEachKnobWithItsDefault(Type type)
    {
        string[] expected = [.. Knobs(type).Select(knob => $"{knob.Name} {Written(knob.GetValue(Activator.CreateInstance(type)))}")];
        Assert.Equal(expected, Rows(type).Select(row => $"{row[0].Trim('`')} {row[2]}"));
        Assert.All(Rows(type), row => Assert.DoesNotContain("", row));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void TimesAreListedInSeconds(Type type) => Assert.All(
        Knobs(type).Zip(Rows(type)), pair => Assert.Equal(pair.First.PropertyType == typeof(TimeSpan), pair.Second[1] == "s"));

    [Fact]
    public void EveryKnobCanBeSetByItsNameWithinItsRange()
    {
        string[] names = [.. new[] { typeof(PlannerSettings), typeof(AutoscalerSettings) }.SelectMany(Knobs)
            .Select(knob => char.ToLowerInvariant(knob.Name[0]) + knob.Name[1..] + (knob.PropertyType == typeof(TimeSpan) ? "S" : ""))];
        Assert.Equal(names, KnobTable.Rows.Select(row => row.Name));
        var defaults = new MindSettings(new(), new());
        foreach (KnobRow row in KnobTable.Rows)
        {
            double value = row.Get(defaults);
            Assert.Null(KnobTable.Check(new(row.Name, value)));
            double other = value == row.Min ? row.Max : row.Min;
            Assert.Equal(other, row.Get(KnobTable.Read(ImmutableSortedDictionary<string, double>.Empty.Add(row.Name, other))));
            Assert.Contains(row.Name, KnobTable.Check(new(row.Name, row.Max + 1)), StringComparison.Ordinal);
            Assert.NotNull(KnobTable.Check(new(row.Name, double.NaN)));
        }
        Assert.Contains("is no knob", KnobTable.Check(new("sleepAfterMs", 1)), StringComparison.Ordinal);
    }

    private static PropertyInfo[] Knobs(Type type) => [.. type.GetProperties().Where(property => property.CanWrite)];

    private static string Written(object? value) => value switch
    {
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static List<string[]> Rows(Type type) =>
    [
        .. File.ReadLines(Repository.PathOf("docs", "configuration.md"))
            .SkipWhile(line => !line.StartsWith($"`{type.Name}`", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray()),
    ];
}
