using System.Globalization;
using System.Reflection;
using ElasticMoE.Placement.Autoscaling;
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
