namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>The data files embedded beside this type.</summary>
internal static class UnicodeResource
{
    /// <summary>The lines of an embedded file, comments and empty lines left out.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        Type here = typeof(UnicodeResource);
        using Stream stream = here.Assembly.GetManifestResourceStream(here, name)
            ?? throw new InvalidOperationException($"The embedded file {name} is missing.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }
}
