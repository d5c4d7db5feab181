using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy;

/// <summary>
/// The two committed lists of known offences. <c>exceptions.txt</c>: rule, path and the reason why it is right there.
/// <c>baseline.txt</c>: size rule, path, member and size; it only shrinks. A line that nothing needs any more is itself an offence.
/// </summary>
internal sealed class ListedOffences(IEnumerable<string> exceptions, IEnumerable<string> baseline)
{
    private readonly string[][] _exceptions = Fields(exceptions, 3);
    private readonly string[][] _baseline = Fields(baseline, 4);

    public static ListedOffences Load(string root) => new(
        File.ReadLines(Path.Combine(root, "tests/ElasticMoE.Tidy/exceptions.txt")),
        File.ReadLines(Path.Combine(root, "tests/ElasticMoE.Tidy/baseline.txt")));

    /// <summary>What remains of a rule's offences once the listed ones are taken away, and the lines that don't hold any more.</summary>
    public IEnumerable<string> Judge(string rule, IReadOnlyList<Offence> offences)
    {
        foreach (Offence offence in offences.Where(offence => !IsException(rule, offence) && !IsBaseline(rule, offence)))
            yield return offence.ToString();
        foreach (string[] line in _exceptions.Where(line => line[0] == rule && !offences.Any(offence => offence.Path == line[1])))
            yield return $"exceptions.txt lists {line[1]} for {rule}, which it no longer breaks: delete the line";
        foreach (string[] line in _baseline.Where(line => line[0] == rule && !offences.Any(offence => IsListed(line, offence, size => offence.Size == size))))
            yield return $"baseline.txt lists {line[2]} in {line[1]} for {rule} with {line[3]}, which it no longer has: lower the number or delete the line";
    }

    private bool IsException(string rule, Offence offence) => _exceptions.Any(line => line[0] == rule && line[1] == offence.Path);

    private bool IsBaseline(string rule, Offence offence) => _baseline.Any(line => line[0] == rule && IsListed(line, offence, size => offence.Size <= size));

    private static bool IsListed(string[] line, Offence offence, Func<int, bool> fits) => line[1] == offence.Path && line[2] == offence.Member && fits(int.Parse(line[3]));

    private static string[][] Fields(IEnumerable<string> lines, int count)
    {
        string[][] fields = [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', count, StringSplitOptions.RemoveEmptyEntries))];
        return fields.All(line => line.Length == count) ? fields : throw new InvalidDataException($"each line has {count} fields: rule path {(count == 3 ? "reason" : "member size")}");
    }
}
