// The text is scrolled to the place at which the editor works; without script the place stands above the form.
const here = document.querySelector(".passages .is-here");
if (here) here.parentElement.scrollTop = here.offsetTop - here.parentElement.offsetTop - 48;
